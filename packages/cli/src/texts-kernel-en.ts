/** The English words of the commands that run programmes. */
import type { runningCommands, runningZh } from './texts-kernel-zh.ts'
import type { Help } from './texts-zh.ts'

const data: Help['options'] = [
  ['--data DIR', 'the folder of data and keys, ./data if left out'],
  ['--database URL', 'of a PostgreSQL server; else DATABASE_URL; else the database is in --data'],
  ['--day DATE', 'take this for today: for tests and demonstrations only'],
]
const list: Help['options'] = [
  ['--limit N', 'at most so many rows, 100 if left out'],
  ['--after PLACE', 'go on from the place that the page before ended with'],
  ['--csv FILE', 'write CSV (with a BOM, codes as text); all of it unless --limit is given'],
]
const asker: Help['options'] = [
  ['--as ROLE', 'as whom: a word of the 由 column, or a kind of party'],
  ['--actor ID', 'the person; 任何人 can do without'],
  ['--for ID', 'the organisation acted for'],
]

export const runningCommandsEn: Readonly<Record<keyof typeof runningCommands, Help>> = {
  begin: {
    summary: 'begin: database and key, all policies and calendars, the first two people',
    usage: 'huoshui begin [--policies DIR] [--administrator NAME] [--head NAME]',
    options: [
      ['--administrator NAME', 'is 管理员, and 经办人'],
      ['--head NAME', 'is 单位负责人, and 复核人; another person'],
      ...data,
    ],
    examples: [
      ['huoshui begin --administrator 示例甲 --head 示例乙', 'with the data in ./data'],
      ['huoshui begin --database postgres://localhost/huoshui', 'with the data in PostgreSQL'],
    ],
    exits: [
      [0, 'begun, or begun before'],
      [1, 'the policies have errors; nothing was begun'],
    ],
  },
  act: {
    summary: 'do one act, the only way to write; or learn why not, and what would change it',
    usage:
      'huoshui act ACT --matter ID | --open SLUG#PROCEDURE | --batch SLUG#PROCEDURE --as ROLE […]',
    options: [
      ['--matter ID', 'a matter in progress, by its id or the number that people see'],
      ['--open SLUG#PROCEDURE', 'a new matter'],
      ['--batch SLUG#PROCEDURE', 'all at once: 择优, 抽取'],
      ['--call ID', 'the call whose matters the batch is'],
      ...asker,
      [
        '--fill NAME=VALUE',
        'may be repeated: 5万元, 2024-06-01, 是, 5个工作日, 无, 甲、乙, [] for an empty list',
      ],
      ['--slot KIND=ID', 'choose a subject; a new one is KIND=new:NAME'],
      ['--file DIGEST', 'of the file that proves what is entered on behalf of another'],
      ['--key KEY', "the request's own: a repeated one is answered alike; made if left out"],
      ...data,
    ],
    examples: [
      [
        'huoshui act 领取 --open beijing/innovation-voucher#创新券 --as 申领单位 --actor ID --for ID --fill 券面金额=5万元',
        'opens a matter',
      ],
      ['huoshui act 拨付 --matter 创新券-2024-000001 --as 主管部门 --actor ID', 'goes on with one'],
    ],
    exits: [
      [0, 'done'],
      [1, 'refused, or a value could not be read'],
      [2, 'not called as it should be, or --key was used for another request'],
    ],
  },
  matter: {
    summary: 'one matter: what was done, parties, reservations, deadlines, what is open now',
    usage: 'huoshui matter ID [--as ROLE --actor ID --for ID]',
    options: [...asker, ...data],
    examples: [
      ['huoshui matter 创新券-2024-000001', 'whoever would act'],
      ['huoshui matter 创新券-2024-000001 --as 主管部门 --actor ID', 'what this person can do'],
    ],
    exits: [[1, 'there is no such matter']],
  },
  matters: {
    summary: 'list matters',
    usage: 'huoshui matters [--policy SLUG] [--procedure NAME] [--state NAME] [--subject ID]',
    options: [
      ['--policy SLUG', 'of a policy'],
      ['--procedure NAME', 'of a procedure'],
      ['--state NAME', 'in a state'],
      ['--subject ID', 'to which a subject is a party'],
      ...list,
      ...data,
    ],
    examples: [
      ['huoshui matters --policy beijing/innovation-voucher --state 待审核', 'those in review'],
      ['huoshui matters --csv matters.csv', 'all of them, for a spreadsheet'],
    ],
    exits: [[0, 'listed, even if there is none']],
  },
  accounts: {
    summary: 'list the accounts of a policy: funded, balance, held, free',
    usage: 'huoshui accounts SLUG',
    options: [...list, ...data],
    examples: [['huoshui accounts beijing/innovation-voucher', '']],
    exits: [[0, 'listed, even if there is none']],
  },
  account: {
    summary: 'one account, now or on a day; --statement lists its transfers',
    usage: 'huoshui account SLUG KEY [--on DATE] [--statement]',
    options: [
      ['--on DATE', 'as it was at the end of that day'],
      ['--statement', 'every transfer, the latest first'],
      ...list,
      ...data,
    ],
    examples: [
      [
        'huoshui account beijing/innovation-voucher 创新券/专项资金[年度=2024] --statement',
        'the key as accounts lists it',
      ],
    ],
    exits: [[1, 'there is no such account, or nothing was ever booked on it']],
  },
  facts: {
    summary: 'the facts of a subject: values, since when, on whose word, where sources differ',
    usage: 'huoshui facts ID [--on DATE]',
    options: [
      ['--on DATE', 'as of that day; today if left out'],
      ['--csv FILE', 'write CSV (with a BOM, codes as text)'],
      ...data,
    ],
    examples: [['huoshui facts ID --on 2024-03-01', 'as of that day']],
    exits: [
      [0, 'listed, even if there is none'],
      [1, 'there is no such subject'],
    ],
  },
  notices: {
    summary: 'what is on public display',
    usage: 'huoshui notices [--on DATE]',
    options: [['--on DATE', 'on that day; today if left out'], ...list, ...data],
    examples: [['huoshui notices --on 2024-07-08', '']],
    exits: [[0, 'listed, even if there is none']],
  },
  sweep: {
    summary: 'the daily round: lapses, what 系统 does, reminders, overdue duties; safe to repeat',
    usage: 'huoshui sweep',
    options: data,
    examples: [['huoshui sweep', '']],
    exits: [
      [0, 'swept, and the books hold'],
      [1, 'the books do not hold'],
    ],
  },
  file: {
    summary: 'store a file and get its digest: evidence, registers, policy files',
    usage: 'huoshui file FILE [--type MEDIA-TYPE]',
    options: [['--type TYPE', "told by the file's ending when left out"], ...data],
    examples: [['huoshui file register.json', 'fill the digest into 导入文件']],
    exits: [
      [0, 'stored'],
      [2, 'too large, or not of a type that is taken'],
    ],
  },
  backup: {
    summary: 'write all data, as of one moment, to one file',
    usage: 'huoshui backup FILE',
    options: data,
    examples: [['huoshui backup backup.jsonl.gz', "the log's key is not in it: keep it apart"]],
    exits: [[0, 'written']],
  },
  restore: {
    summary: 'fill a new database from a backup: all of it, or nothing is touched',
    usage: 'huoshui restore FILE --data NEW',
    options: data,
    examples: [['huoshui restore backup.jsonl.gz --data ./data-2', '']],
    exits: [
      [0, 'restored'],
      [3, 'the backup or the database can not be used; nothing was touched'],
    ],
  },
  replay: {
    summary: 'rebuild all data from the log and compare row by row',
    usage: 'huoshui replay',
    options: data,
    examples: [['huoshui replay', '']],
    exits: [
      [0, 'the same in every row'],
      [1, 'something differs'],
    ],
  },
  log: {
    summary: 'the log: export it, the receipt of an entry, the public key',
    usage: 'huoshui log export DIR | receipt SEQ [--out FILE] | key',
    options: [['--out FILE', 'write the receipt to a file; else to the output'], ...data],
    examples: [
      ['huoshui log export ./log', 'anyone can verify it offline'],
      ['huoshui log receipt 128 --out receipt.json', 'proves that entry 128 is in the log'],
      ['huoshui log key', 'for whoever verifies; works while the database is in use'],
    ],
    exits: [[1, 'there is no such entry']],
  },
  verify: {
    summary: 'verify an exported log or a receipt offline, without a database',
    usage: 'huoshui verify DIR|RECEIPT.json --key KEY [--earlier CHECKPOINT]',
    options: [
      ['--key KEY', 'a public key you trust, or a file with it; not from the export itself'],
      ['--earlier FILE', 'an earlier checkpoint, which the log must continue'],
    ],
    examples: [
      ['huoshui verify ./log --key log.pub', ''],
      ['huoshui verify receipt.json --key log.pub', ''],
    ],
    exits: [
      [0, 'everything agrees'],
      [1, 'something does not: do not rely on it'],
      [3, 'a file could not be read'],
    ],
  },
}

const some = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const meant = (near: string | null): string => (near ? ` Did you mean “${near}”?` : '')

export const runningEn: typeof runningZh = {
  // Opening and stopping.
  opening: 'opening the database…',
  stopping: 'stopping…',
  stopped: 'Stopped; nothing half-done was kept.',
  noData: (folder) =>
    `No data were begun in ${folder}. Run huoshui begin; if they are elsewhere, say so with --data; after a restore, put the old log.key into ${folder}/keys first.`,
  notBegun: 'The database has no data yet. Run huoshui begin first.',
  badDatabase: '--database (DATABASE_URL) is written postgres://user:password@host:port/name.',
  noDatabase: (where) =>
    `The database ${where} can't be reached. See that it runs and that host and port are right.`,
  databaseSays: (where, said) =>
    `The database ${where} refuses: ${said}. Check user, password and the database's name.`,

  // Words on the command line.
  badId: (option, word) =>
    `${option}: “${word}” is no id. An id looks like 0190a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b; lists show them.`,
  badDigest: (word) =>
    `--file: “${word}” is no digest; write the SHA-256 of the file, 64 hexadecimal digits.`,
  oneTarget: 'Say where the act is done: one of --matter, --open and --batch.',
  badTarget: (option, word) =>
    `${option}: write “${word}” as SLUG#PROCEDURE, like beijing/innovation-voucher#创新券.`,
  callAlone: '--call goes with --batch only.',
  needsRole: 'Say with --as in which role, like --as 申领单位.',
  badFill: (text) => `--fill is written NAME=VALUE; “${text}” has no equals sign.`,
  badSlot: (text) => `--slot is written KIND=ID or KIND=new:NAME; “${text}” is not.`,
  sameKind: (option, name) => `${option} names “${name}” twice; once is enough.`,
  noFact: (name, near, all) =>
    `--fill: this act has no “${name}”.${meant(near)} ${all.length > 0 ? `It asks for: ${all.join(', ')}.` : 'It asks for nothing.'}`,
  samePeople:
    'Administrator and head are two people: give different names with --administrator and --head.',
  noPolicy: (word, near) =>
    `No policy “${word}” was installed.${near ? meant(near) : ' huoshui matters and huoshui check show slugs.'}`,
  noMatter: (word) => `There is no matter “${word}”. huoshui matters lists them.`,
  noAccount: (policy, key) =>
    `${policy} has no account “${key}”, or nothing was ever booked on it. See huoshui accounts ${policy}.`,
  noSubject: (id) => `There is no subject ${id}. huoshui matter shows the ids of parties.`,
  noEntry: (seq, size) => `The log has no entry ${seq}; it has 0 to ${size - 1}.`,
  badSeq: (word) => `The number of an entry is whole, from 0: “${word}” is not.`,
  logWords: 'log is followed by export DIR, receipt SEQ or key.',

  // begin
  administrator: '管理员',
  head: '单位负责人',
  begun: (policies, calendars) =>
    `Begun: ${policies === 1 ? '1 policy' : `${policies} policies`}, calendars of ${some(calendars, 'year')}.`,
  begunAlready: (entries) =>
    `Begun before; the log has ${entries === 1 ? '1 entry' : `${entries} entries`}. Nothing was changed.`,
  firstPeople: 'The first two people',
  publicKey: 'Public key of the log (for whoever verifies)',
  keepKey: (file) => `Keep a copy of ${file}: no backup has it, and the log can't go on without.`,
  notBegunErrors: (count) =>
    `The policies have ${some(count, 'error')}; nothing was begun. Correct them first.`,

  // act
  done: (number, state) => `Done: ${number} → ${state}`,
  logged: (from, count) =>
    count === 1 ? `entry ${from} of the log` : `${count} entries of the log from ${from}`,
  requestKey: 'Key of the request',
  matterId: 'Id',
  skipped: 'Passed over',
  refused: 'Refused',
  grounds: 'Under',
  change: 'What would change it',
  missing: 'Missing',
  emptySlots: 'Not chosen yet',
  due: 'Due',
  shortage: (account, asked, free) => `“${account}”: ${asked} asked, ${free} free`,
  todo: 'What to do',

  // matter
  openedOn: (day) => `since ${day}`,
  parties: 'Parties',
  performed: 'Done',
  reservations: 'Reserved',
  deadlines: 'Deadlines',
  openActs: 'Now',
  canDo: 'open',
  cannotDo: 'not open',
  undecided: 'depends on what is filled in',
  asks: 'asks for',
  asksFile: 'the proving file',
  overdueSince: (day) => `was due on ${day}, overdue`,
  noDay: 'the day is not known yet',
  provisional: 'provisional',
  entriesOf: 'Log',
  entries: (list) => `no. ${list}`,
  parent: 'Belongs to the matter',
  nothingOpen: 'Closed: there is no next step.',

  // Lists.
  more: (cursor) => `There is more. Go on with --after ${cursor}`,
  rows: (count) => some(count, 'row'),
  writing: (count) => `${some(count, 'row')} written`,
  noRows: 'There is none.',
  columns: {
    number: 'Number',
    state: 'State',
    policy: 'Policy',
    procedure: 'Procedure',
    opened: 'Since',
    id: 'Id',
    account: 'Account',
    ledger: 'Ledger',
    unit: 'Unit',
    funded: 'Funded',
    balance: 'Balance',
    held: 'Held',
    free: 'Free',
    floor: 'Floor',
    day: 'Day',
    mode: 'Mode',
    from: 'From',
    to: 'To',
    amount: 'Amount',
    matter: 'Matter',
    entry: 'Entry',
    fact: 'Fact',
    value: 'Value',
    since: 'Since',
    evidence: 'Evidence',
    source: 'Source',
    conflicts: 'Other sources',
    act: 'Act',
    until: 'Until',
    shown: 'What is shown',
    corrects: 'Corrects',
  },
  units: { money: 'CNY', count: 'times' },
  times: (count) => (count === '1' ? 'once' : `${count} times`),
  modes: { fund: 'fund', reserve: 'reserve', settle: 'settle', release: 'release', post: 'post' },
  onDay: (day) => `at the end of ${day}`,
  now: 'now',
  statement: 'Transfers',

  // sweep, backup, restore, replay
  sweeping: (done) => `sweep: ${done} done`,
  swept: (day, done, reminders, overdue) =>
    `${day}: ${some(done, 'act')} of 系统, ${some(reminders, 'reminder')}, ${overdue} newly overdue.`,
  booksHold: 'The books hold.',
  broken: (count) =>
    `The books do not hold in ${some(count, 'place')}. Stop acting and run huoshui replay to see where; it is a defect, or someone changed the database by hand.`,
  table: (name, rows) => `${name}: ${some(rows, 'row')}`,
  registered: (id) => `Registered: ${id}`,
  filed: (path, digest) => `Digest of ${path}: ${digest}`,
  backedUp: (path, tables, rows) =>
    `Wrote ${path}: ${some(tables, 'table')}, ${some(rows, 'row')}.`,
  restored: (tables, rows) => `Restored ${some(tables, 'table')}, ${some(rows, 'row')}.`,
  putKey: (file) =>
    `Next: put the old log.key to ${file}, then run huoshui replay to compare. Without it the log can't go on.`,
  replaying: (done, total) => `replay ${done}/${total}`,
  replayed: (entries) =>
    `Replayed ${entries === 1 ? '1 entry' : `${entries} entries`}: the data are the same in every row.`,
  differs: (count, cut) =>
    cut ? `Something differs; the first ${count}:` : `${some(count, 'difference')}:`,
  differsRemedy:
    'Stop acting, restore a backup into a new database and replay that; keep both to find the cause.',
  erased: (list) => `Payloads were erased, so that rows can't be compared: entries ${list}.`,

  // log and verify
  exporting: (done, total) => `export ${done}/${total}`,
  exported: (path, entries) =>
    `Exported ${entries === 1 ? '1 entry' : `${entries} entries`} to ${path}.`,
  notEmpty: (path) =>
    `${path} holds other files. Use an empty folder, or that of an earlier export.`,
  verifying: (done, total) => `verify ${done}/${total}`,
  verified: (origin, size) => `Verified: the log ${origin}, size ${size}.`,
  continues: (size) => `It continues the checkpoint of size ${size}: nothing before was changed.`,
  receiptHolds: (index, origin, size) =>
    `The receipt holds: entry ${index} is in the log ${origin} (size ${size}).`,
  receiptSays: (day, act, role) => `${day} ${act} (${role})`,
  faults: (count, entries) => `${some(count, 'fault')} (${entries} read). Don't rely on it:`,
  moreFaults: (count) => `${count} more are not listed.`,
  needsKey: 'Give with --key a public key that you trust, or a file with it.',
  badKey: (word, why) => `--key: “${word}” is no public key and no file with one: ${why}`,
  earlierReceipt: '--earlier is for exported folders; a receipt only shows that an entry is there.',
  notJson: (path) => `${path} is no JSON. Get the original of the receipt again.`,
}
