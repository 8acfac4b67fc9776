-- The whole first schema. Texts that are keys compare by their bytes (collate "C"): that is the
-- same on every machine, and several times faster.
-- State tables are readings of the events and their payloads:
-- `replay` rebuilds them and must agree. Money is whole 分, counts are whole times, in bigint.
-- Programme tables lead with the tenant (the region or authority whose programme it is), so that
-- they can be distributed by it; subjects, facts and files are shared and keyed by subject.

-- Who or what facts are about: firms, providers, contracts, projects, calls, experts.
create table subject (
  id uuid primary key,
  -- The kind as its vocabulary names it: `terms#企业`, or `slug#合同` for a policy's own.
  kind text collate "C" not null,
  -- The number that the country or the programme has for it, if any; unique within a kind.
  code text collate "C",
  name text collate "C" not null,
  -- 属于: the subject or matter that it is a record of.
  owner uuid,
  -- A call: the days on which matters can be opened under it.
  open_from date,
  open_to date,
  opened bigint not null,
  -- The number of the last event that recorded a fact of it.
  version bigint not null
);
create unique index subject_code on subject (kind, code) where code is not null;
create index subject_owner on subject (owner) where owner is not null;
create index subject_open on subject (kind, open_from) where open_from is not null;

-- What is known: never changed, only added to. A later correction is another row.
create table fact (
  subject uuid not null,
  -- `terms` for the shared vocabulary, else the slug of the policy whose fact it is.
  owner text collate "C" not null,
  name text collate "C" not null,
  -- The number of the event that recorded it, and where in the event.
  event bigint not null,
  place integer not null,
  holds_from date not null,
  -- The last day on which it holds, when that is known beforehand.
  holds_to date,
  -- Null is 无: known to be none. What isn't known has no row.
  value jsonb,
  -- On whose word: 登记, 填报, 承诺, 认定, 通知 or 办理, and which register or person.
  evidence text not null,
  source text not null,
  file bytea,
  primary key (subject, owner, name, event, place)
);

-- Evidence, by digest: a file is stored once and never changed.
create table file (
  digest bytea primary key,
  name text collate "C" not null,
  media_type text not null,
  size bigint not null,
  bytes bytea not null,
  stored bigint not null
);

-- Texts by digest: policy documents, their vocabulary, calendars.
create table source (
  digest bytea primary key,
  path text not null,
  text text not null
);

-- Installed versions of policies. `files` names every text that the version was compiled from.
create table policy (
  tenant text collate "C" not null,
  slug text collate "C" not null,
  digest bytea not null,
  version text not null,
  title text not null,
  effective_from date,
  effective_to date,
  files jsonb not null,
  installed bigint not null,
  withdrawn bigint,
  primary key (tenant, slug, digest)
);

-- Calendars as they were installed; a later text for a year replaces the earlier one.
create table calendar (
  year integer not null,
  digest bytea not null,
  installed bigint not null,
  primary key (year, installed)
);

-- A piece of work: its state, and the version of the policy that it began under.
create table matter (
  tenant text collate "C" not null,
  id uuid not null,
  number text collate "C" not null,
  policy text collate "C" not null,
  digest bytea not null,
  procedure text collate "C" not null,
  state text collate "C" not null,
  opened date not null,
  parent uuid,
  -- What was done, as the next step needs it: acts with their days and hands, open reservations.
  performed jsonb not null,
  reservations jsonb not null,
  -- The number of the last event in it.
  version bigint not null,
  primary key (tenant, id)
);
create unique index matter_number on matter (tenant, number);
create index matter_state on matter (policy, procedure, state);
create index matter_parent on matter (parent) where parent is not null;

-- The slots of a matter: which subject fills which.
create table party (
  tenant text collate "C" not null,
  matter uuid not null,
  kind text collate "C" not null,
  subject uuid not null,
  primary key (tenant, matter, kind)
);
create index party_subject on party (subject, kind);

-- What is due when, in the state a matter is in now, with how the day was found.
create table deadline (
  tenant text collate "C" not null,
  matter uuid not null,
  act text collate "C" not null,
  -- Null while a fact that it depends on is missing, or its day is not to be had yet.
  due date,
  -- bar: open up to and including the day; duty: late is recorded; after: opens after the day.
  form text not null check (form in ('bar', 'duty', 'after')),
  -- 暂定: it ends beyond the last calendar; nothing lapses and nothing opens on it.
  provisional boolean not null,
  derivation jsonb,
  event bigint not null,
  -- How many reminders have been sent for it: before 7, 3 and 1 days.
  reminded integer not null default 0,
  -- The last day for which it was found overdue and reported.
  reported date,
  primary key (tenant, matter, act)
);
create index deadline_due on deadline (due) where due is not null;

-- One account per 账套, name and key. `floor` null: 外部 and 已用, which have none.
create table account (
  tenant text collate "C" not null,
  policy text collate "C" not null,
  key text collate "C" not null,
  ledger text collate "C" not null,
  name text collate "C" not null,
  unit text not null check (unit in ('money', 'count')),
  floor bigint,
  funded bigint not null,
  balance bigint not null,
  held bigint not null check (held >= 0),
  version bigint not null,
  primary key (tenant, policy, key)
);

-- Movements of value. Append-only: a correction is another one.
create table transfer (
  tenant text collate "C" not null,
  event bigint not null,
  place integer not null,
  policy text collate "C" not null,
  ledger text collate "C" not null,
  mode text collate "C" not null check (mode in ('fund', 'reserve', 'settle', 'release', 'post')),
  debit text collate "C" not null,
  credit text collate "C" not null,
  amount bigint not null check (amount > 0),
  day date not null,
  matter uuid not null,
  primary key (tenant, event, place)
);
create index transfer_debit on transfer (tenant, policy, debit, day);
create index transfer_credit on transfer (tenant, policy, credit, day);
create index transfer_matter on transfer (matter);

-- What is on public display. Never changed: a correction is a further notice that names it.
create table notice (
  tenant text collate "C" not null,
  id uuid not null,
  matter uuid not null,
  event bigint not null,
  act text collate "C" not null,
  shown_from date not null,
  -- The last day of the spans that acts wait for; null when none does.
  shown_to date,
  facts jsonb not null,
  corrects uuid,
  primary key (tenant, id)
);
create index notice_matter on notice (matter);
create index notice_shown on notice (tenant, shown_from);

-- People who can act.
create table actor (
  id uuid primary key,
  -- A name to sign in with or to be found by; personal data, never in an envelope.
  name text collate "C" not null,
  contact jsonb not null,
  opened bigint not null,
  closed bigint
);
create index actor_closed on actor (id) where closed is not null;

-- Who may act as which 由, for whom, where and until when. A delegation names who gave it.
create table role (
  id uuid primary key,
  actor uuid not null,
  -- A word of a 由 column or a kind of party, such as 主管部门, 专家组, 申领单位.
  role text collate "C" not null,
  -- The organisation acted for.
  subject uuid,
  -- Where it holds: a tenant, and a policy when it is for one alone; null is everywhere.
  tenant text collate "C",
  policy text collate "C",
  holds_from date not null,
  holds_to date,
  given_by uuid,
  event bigint not null,
  ended bigint
);
create index role_actor on role (actor);
create index role_subject on role (subject) where subject is not null;
create index role_word on role (role) where ended is null;

-- The chain: one envelope an act, in the order of decision. The number is its leaf in the tree.
create table event (
  seq bigint primary key,
  tenant text collate "C" not null,
  matter uuid,
  day date not null,
  -- The client's idempotency key, of the first event of a request.
  key text collate "C",
  envelope text not null
);
create index event_matter on event (matter, seq);

-- What an event says beside its envelope. Erasing one, a person's right, keeps every proof.
create table payload (
  seq bigint primary key,
  salt bytea not null,
  body text not null
);

-- The tree's inner hashes, 256 to a tile, as they are published.
create table tile (
  level integer not null,
  place bigint not null,
  hashes bytea not null,
  primary key (level, place)
);

-- Signed heads of the log: the last of each day. The largest is the head.
create table checkpoint (
  day date primary key,
  size bigint not null,
  note text not null
);

-- What requests were answered, so that the same one is answered as it was the first time. One row
-- a key: two processes that are asked the same at once can't both answer.
create table answer (
  key text collate "C" primary key,
  request bytea not null,
  day date not null,
  act text collate "C" not null,
  -- Done: the first of its entries. Refused: why.
  seq bigint,
  refusal jsonb,
  check ((seq is null) <> (refusal is null))
);

-- The last number given in a series, such as a procedure's matters of a year.
create table series (
  tenant text collate "C" not null,
  name text collate "C" not null,
  last bigint not null,
  primary key (tenant, name)
);

-- Who wants to be told of what, and where.
create table subscription (
  id uuid primary key,
  -- Whose it is: a person's or an organisation's, one of the two.
  actor uuid,
  subject uuid,
  -- Keys of topics: notice, state, reminder, overdue.
  topics jsonb not null,
  -- Of which tenant, which policy, which firm's matters; null is all that concern the holder.
  tenant text collate "C",
  policy text collate "C",
  about uuid,
  channel text not null check (channel in ('mail', 'webhook')),
  -- Personal data, like a contact.
  address text not null,
  opened bigint not null,
  ended bigint,
  check ((actor is null) <> (subject is null))
);
create index subscription_actor on subscription (actor) where actor is not null and ended is null;
create index subscription_subject on subscription (subject)
  where subject is not null and ended is null;
create index subscription_notice on subscription (tenant) where topics ? 'notice' and ended is null;
create index subscription_opened on subscription (opened);

-- What webhooks are signed with. Not in the log and in no payload: `replay` leaves it alone.
create table webhook_secret (
  subscription uuid primary key,
  secret bytea not null,
  -- The one before, with which is signed too for a day after the change.
  previous bytea,
  renewed timestamptz not null
);

-- The outbox: what has to be told, until it has been. It is written with the entries it tells of;
-- a receiver drops repeats by the id.
create table message (
  id uuid primary key,
  event bigint not null,
  -- Where it goes is the subscription's.
  subscription uuid not null,
  topic text not null,
  channel text not null check (channel in ('mail', 'webhook')),
  -- The JSON that is sent, to the letter.
  body text not null,
  -- From when the days are counted after which it is given up.
  since timestamptz not null,
  tries integer not null default 0,
  -- While a process sends it: when another one may.
  next_try timestamptz not null,
  sent timestamptz,
  given_up timestamptz,
  -- Why the last try failed, in words.
  trouble jsonb
);
create index message_waiting on message (channel, next_try) where sent is null and given_up is null;
create index message_given_up on message (given_up) where given_up is not null;
create index message_sent on message (sent) where sent is not null;
