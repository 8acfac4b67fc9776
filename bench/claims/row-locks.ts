/**
 * The usual way: one transaction a claim, the accounts locked by `select … for update`.
 *
 * It writes the rows that a claim of ours writes, with texts as long as ours, but decides nothing
 * by a policy and chains no log.
 */
import { randomUUID } from 'node:crypto'
import pg from 'pg'

const tables = `
create schema if not exists locks;
create table if not exists locks.account (key text primary key, balance bigint, held bigint);
create table if not exists locks.matter (like public.matter including all);
create table if not exists locks.party (like public.party including all);
create table if not exists locks.deadline (like public.deadline including all);
create table if not exists locks.transfer (like public.transfer including all);
create table if not exists locks.fact (like public.fact including all);
create table if not exists locks.event (like public.event including all);
create table if not exists locks.payload (like public.payload including all);
create sequence if not exists locks.seq;
insert into locks.account values ('cycle', 10000000000000, 0) on conflict do nothing;
insert into locks.account select 'firm' || n, 50000000, 0 from generate_series(0, 1999) as n
  on conflict do nothing;`

let texts: { envelope: string; body: string; salt: Uint8Array } | null = null
let made = 0

/** Claims a second by `connections` clients, each waiting for its own commit. */
export async function rowLocks(url: string, claims: number, connections: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: connections })
  await pool.query(tables)
  texts ??= (
    await pool.query(
      `select e.envelope, p.body, p.salt from public.event e join public.payload p on p.seq = e.seq
        order by e.seq desc limit 1`,
    )
  ).rows[0]
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()))
  let left = claims
  const from = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      while (left > 0) {
        left--
        await claim(client, made++)
      }
    }),
  )
  const seconds = (performance.now() - from) / 1000
  for (const client of clients) client.release()
  await pool.end()
  return claims / seconds
}

const named = (name: string, text: string, values: unknown[]) => ({ name, text, values })

async function claim(client: pg.PoolClient, n: number): Promise<void> {
  const matter = randomUUID()
  await client.query('begin')
  await hold(client, ['cycle', `firm${n % 2000}`])
  const seq = await writeEvent(client, matter, n)
  await writeMatter(client, matter, seq, n)
  await client.query('commit')
}

async function hold(client: pg.PoolClient, accounts: readonly string[]): Promise<void> {
  const lock =
    'select key, balance, held from locks.account where key = any($1) order by key for update'
  const locked = await client.query(named('lock', lock, [accounts]))
  if (!locked.rows.every((row) => BigInt(row.balance) - BigInt(row.held) >= 100n)) {
    throw new Error('the bench ran out of budget')
  }
  const update = 'update locks.account set held = held + 100 where key = any($1)'
  await client.query(named('hold', update, [accounts]))
}

async function writeEvent(client: pg.PoolClient, matter: string, n: number): Promise<string> {
  const { envelope, body, salt } = texts as NonNullable<typeof texts>
  const event = `insert into locks.event
    values (nextval('locks.seq'), '北京市', $1, '2024-03-01', $2, $3) returning seq`
  const { rows } = await client.query(named('event', event, [matter, `claim-${n}`, envelope]))
  const { seq } = rows[0] as { seq: string }
  const payload = 'insert into locks.payload values ($1, $2, $3)'
  await client.query(named('payload', payload, [seq, salt, body]))
  const transfer = `insert into locks.transfer values
    ('北京市', $1, 0, 'p', '额度', 'reserve', 'cycle', '额度/已用', 100, '2024-03-01', $2),
    ('北京市', $1, 1, 'p', '额度', 'reserve', $3, '额度/已用', 100, '2024-03-01', $2)`
  await client.query(named('transfer', transfer, [seq, matter, `firm${n % 2000}`]))
  const fact = `insert into locks.fact values ($1, 'p', '券面金额', $2, 0, '2024-03-01', null,
    '{"n":"1"}', '填报', '申领单位', null)`
  await client.query(named('fact', fact, [matter, seq]))
  return seq
}

async function writeMatter(
  client: pg.PoolClient,
  matter: string,
  seq: string,
  n: number,
): Promise<void> {
  const insert = `insert into locks.matter values ('北京市', $1, $2, 'p', '\\x00', '创新券',
    '已领取', '2024-03-01', null, $3, $4, $5)`
  const [performed, held] = ['[{"act":"领取","day":"2024-03-01"}]', '[{"amount":"100"}]']
  const number = `创新券-2024-${n}`
  await client.query(named('matter', insert, [matter, number, performed, held, seq]))
  const party = `insert into locks.party values
    ('北京市', $1, '申领单位', $2), ('北京市', $1, '发放周期', $3)`
  await client.query(named('party', party, [matter, randomUUID(), randomUUID()]))
  const deadline = `insert into locks.deadline values
    ('北京市', $1, '提出合作', '2024-03-18', 'bar', false, '{}', $2),
    ('北京市', $1, '登记', '2024-03-18', 'bar', false, '{}', $2)`
  await client.query(named('deadline', deadline, [matter, seq]))
}
