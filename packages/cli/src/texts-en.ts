/** The words of the command line in English. `texts-zh.ts` has the same in Chinese. */
import { runningCommandsEn, runningEn } from './texts-kernel-en.ts'
import type { Help, zh } from './texts-zh.ts'

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EEXIST: 'the file exists already',
  ENOTDIR: 'part of the path is no directory',
  ENOSPC: 'the disk is full',
}

const day = 'the day; else the day of the file, else today'

const commands: Readonly<Record<keyof (typeof zh)['commands'], Help>> = {
  check: {
    summary: 'check policies: form, citations, types, procedures, quotas, English',
    usage: 'huoshui check [path…]',
    options: [],
    examples: [
      ['huoshui check', 'all of them'],
      ['huoshui check policies/beijing', 'one directory'],
      ['huoshui check beijing/innovation-voucher --json', 'for programs'],
    ],
    exits: [
      [0, 'no errors (there may be warnings and notes)'],
      [1, 'errors'],
    ],
  },
  test: {
    summary: "run the policies' own examples; --mutate asks whether they are enough",
    usage: 'huoshui test [--mutate] [policy…]',
    options: [['--mutate', 'change constants, comparisons and rows one by one']],
    examples: [
      ['huoshui test', 'every example'],
      ['huoshui test --mutate shandong/interest-subsidy', 'whether those of one are enough'],
    ],
    exits: [
      [0, 'every example holds and no mutant survives'],
      [1, 'an example fails or a mutant survives'],
    ],
  },
  explain: {
    summary: 'one rule for one firm: conclusion, reasons, citations, what is missing',
    usage: 'huoshui explain POLICY RULE|MEASURE [--facts FILE] [--set name=value …]',
    options: [
      ['--facts FILE', 'JSON or CSV of the firm'],
      ['--firm NAME', 'which firm, when the file has several'],
      ['--set name=value', 'one fact more, any number of times; wins over the file'],
      ['--day DAY', day],
    ],
    examples: [
      ['huoshui explain beijing/innovation-voucher 可申领资格 --facts a.json', 'why'],
      ['huoshui explain innovation-voucher 创新券 --set 职工总数=620 --set 注册地=北京', 'what if'],
    ],
    exits: [
      [0, 'met, or a value was found'],
      [1, 'not met, facts missing, or a fact could not be read'],
    ],
  },
  screen: {
    summary: 'what each firm is entitled to, how much, and what stands in the way',
    usage: 'huoshui screen FILE.json|csv [--day DAY]',
    options: [['--day DAY', day]],
    examples: [
      ['huoshui screen examples/firms/example-a.json', 'one firm'],
      ['huoshui screen register.csv --day 2024-03-01 --json > result.json', 'many'],
    ],
    exits: [
      [0, 'everything in the file was read'],
      [1, 'some facts or rows could not be read; the rest is answered'],
      [3, 'nothing of the file could be read'],
    ],
  },
  render: {
    summary: 'one policy as a web page',
    usage: 'huoshui render POLICY [--out FILE]',
    options: [['--out FILE', 'write there instead of to standard output']],
    examples: [
      ['huoshui render shandong/interest-subsidy --out subsidy.html', ''],
      ['huoshui render shandong/interest-subsidy --lang en > subsidy.html', ''],
    ],
    exits: [[0, 'written']],
  },
  fmt: {
    summary: 'lay policies out canonically; the meaning stays',
    usage: 'huoshui fmt [--check] [path…]',
    options: [['--check', 'look, change nothing']],
    examples: [
      ['huoshui fmt', 'all of them'],
      ['huoshui fmt --check policies/beijing', 'whether any is to be laid out'],
    ],
    exits: [
      [0, 'every file is laid out'],
      [1, 'with --check: some are not'],
    ],
  },
  new: {
    summary: 'draft a policy with conditions, a quota, a procedure and examples; it passes check',
    usage: 'huoshui new SLUG [--title T] [--issuer I] [--day DAY] [--template NAME]',
    options: [
      ['--title T', 'the title'],
      ['--issuer I', 'who issues it'],
      ['--day DAY', 'in force from; else today'],
      ['--template NAME', 'grant: rules, quota, procedure, money; rules: conditions and amount'],
    ],
    examples: [
      ['huoshui new beijing/sample-grant --title 示例补助办法', 'policies/beijing/sample-grant.md'],
    ],
    exits: [[0, 'written']],
  },
  export: {
    summary: "write a policy's rules as DMN, for other engines",
    usage: 'huoshui export --dmn POLICY [--out FILE]',
    options: [
      ['--dmn', 'as XML of DMN 1.5'],
      ['--out FILE', 'write to a file; else to the standard output'],
    ],
    examples: [['huoshui export --dmn beijing/innovation-voucher --out voucher.dmn', '']],
    exits: [
      [0, 'every rule was written'],
      [1, 'written, but DMN has no words for some rules, which became inputs'],
    ],
  },
  import: {
    summary: 'read a DMN model as the draft of a policy, which decides nothing',
    usage: 'huoshui import --dmn FILE --as SLUG [--out FILE]',
    options: [
      ['--dmn', 'from XML of DMN'],
      ['--as SLUG', 'what the draft is called, such as beijing/sample-grant'],
      ['--out FILE', 'write to a file; else into the directory of policies'],
    ],
    examples: [
      [
        'huoshui import --dmn grant.dmn --as beijing/sample-grant',
        'policies/beijing/sample-grant.md',
      ],
    ],
    exits: [
      [0, 'every decision was carried'],
      [1, 'written, but some decisions were not carried'],
      [3, 'the file could not be read, or is no DMN'],
    ],
  },
  ...runningCommandsEn,
}

const meant = (near: string | null): string => (near ? `Did you mean “${near}”?` : '')
const some = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

export const en: typeof zh = {
  running: runningEn,
  pick: (text) => text.en,
  commands,

  // Help.
  title: 'huoshui: policies that officials read and machines execute',
  usage: 'Usage',
  usageLine: 'huoshui <command> [arguments] [options]',
  commandsTitle: 'Policies',
  runningTitle: 'Running programmes (data in --data or --database)',
  optionsTitle: 'Options',
  examplesTitle: 'Examples',
  exitsTitle: 'Exit codes',
  globals: [
    ['--json', 'results for programs'],
    ['--lang zh|en', 'language, zh if left out'],
    ['--policies DIR', "the policies; else policies/ here or above, else this project's"],
    ['--no-color', 'no colours (so does NO_COLOR in the environment)'],
    ['-h, --help', 'this text; behind a command, that of the command'],
  ],
  exits: [
    [0, 'fine, or the answer is yes'],
    [1, 'the answer is no, or problems were found'],
    [2, 'the command was not called as it should be'],
    [3, 'a file or a database could not be read'],
    [70, 'a defect of this program'],
    [130, 'stopped by Ctrl+C'],
  ],
  more: 'More on a command: huoshui <command> --help',

  // Misuse.
  seeHelp: (command) => `See huoshui ${command ? `${command} ` : ''}--help.`,
  noCommand: (word, near) =>
    `There is no command “${word}”.${near ? ` Did you mean “${near}”?` : ''}`,
  unknownOption: (name, near) => `Unknown option ${name}.${near ? ` Did you mean ${near}?` : ''}`,
  noValue: (name) => `${name} takes no value.`,
  needsValue: (name) => `${name} needs a value.`,
  badLang: (word) => `--lang is zh or en, not “${word}”.`,
  badDay: (option, word) => `${option}: “${word}” is no day; write it like 2024-03-01.`,
  badCount: (option, word, least, most) =>
    `${option}: “${word}” won't do; write a whole number from ${least} to ${most}.`,
  missingWords: (usage) => `Something is missing: ${usage}`,
  tooManyWords: (word) => `“${word}” is one too many.`,
  badSet: (word) => `--set is name=value; “${word}” has no =.`,
  noPolicy: (word, near, all) =>
    `There is no policy “${word}”. ${meant(near) || `There are: ${all.join(', ')}.`}`,
  severalPolicies: (word, all) => `“${word}” could be ${all.join(' or ')}: write it in full.`,
  noRule: (word, near, all) =>
    `The policy has no “${word}”. ${meant(near) || `It has: ${all.join(', ')}.`}`,
  noFirm: (word, all) => `The file has no “${word}”; it has ${all.join(', ')}.`,
  noFirmAtAll: (path) => `There is no readable firm in ${path}.`,
  whichFirm: (count) => `The file has ${count} firms; say which with --firm.`,
  badSlug: (word) =>
    `“${word}”: write small letters, digits and hyphens, such as beijing/sample-grant.`,
  slugTaken: (path) => `There is a ${path} already; it was left as it is.`,
  badTemplate: (word, all) => `There is no template “${word}”; there are ${all.join(', ')}.`,

  // Files.
  noDirectory: (path) => `There is no directory ${path}.`,
  cannotRead: (path, cause) => `Cannot read ${path}: ${causes[cause] ?? cause}.`,
  cannotWrite: (path, cause) => `Cannot write ${path}: ${causes[cause] ?? cause}.`,
  notUtf8: (path) => `Cannot read ${path}: it is not text in UTF-8.`,
  noPolicies: (root) =>
    `There are no policies (.md files) in ${root}; name the directory with --policies.`,
  noCalendar: (root) => `There is no readable calendar in ${root}/calendar; run huoshui check.`,
  notInside: (root, path, near) =>
    `There is no “${path}” in ${root}.${near ? ` Did you mean “${near}”?` : ''}`,
  defect: (message) =>
    [
      `A defect of this program: ${message}`,
      'It is not your fault. Run again with HUOSHUI_DEBUG=1 and send the maintainers all of it.',
    ].join('\n'),

  // check
  checked: (files, errors, warnings, notes) =>
    [
      `${some(files, 'file')}: ${some(errors, 'error')}`,
      `${some(warnings, 'warning')}, ${some(notes, 'note')}.`,
    ].join(', '),

  // test
  failed: 'failed',
  noExamples: 'no examples',
  tested: (count, failures) =>
    failures === 0
      ? `${count} examples hold.`
      : `${some(count, 'example')}, ${some(failures, 'failure')}.`,
  testedAll: (policies, count, failures) =>
    `${count} examples in all, ${some(failures, 'failure')}; policies: ${policies}.`,
  hasErrors: (count) => `It has ${count} errors, so its examples mean little; run huoshui check.`,
  skippedMutation: 'Examples fail, so no mutants were made.',
  mutating: (name, done, total) => `${name} mutants ${done}/${total}`,
  mutated: (total, killed, survivors, listed) =>
    `${total} mutants: ${killed} noticed, ${survivors} survive, ${listed} listed as equivalent.`,
  survivor: 'survivor',
  survivorRemedy: 'Add an example that notices it, or list it under 等价变异 with the reason.',
  unknownListed: (id) =>
    `“${id}” under 等价变异 is no mutant, or an example notices it: take it out.`,
  forbiddenListed: (id) =>
    `“${id}” under 等价变异 is a number of the law and cannot be listed: add an example.`,

  // explain and screen
  on: (when) => `on ${when}`,
  value: 'Value',
  reasons: 'Reasons',
  cite: (text) => (text === '' ? '' : ` (${text})`),
  colon: ': ',
  comma: ', ',
  semicolon: '; ',
  list: ', ',
  missing: 'Missing',
  nearest: 'Nearest change',
  contest: 'To contest it',
  doubts: 'In doubt',
  doubt: (numbers) => `interpretation ${numbers} (unconfirmed)`,
  capped: (clause, cite) => `capped by ${clause}${cite === '' ? '' : ` (${cite})`}`,
  by: (cite) => (cite === '' ? '' : `under ${cite}`),
  amount: 'Amount',
  unknownAmount: 'amount not known',
  remedy: 'How to contest it',
  call: (name, to) => `${name}, until ${to}`,
  closed: (title, from, to, draft) =>
    draft
      ? `${title}: a draft`
      : to !== null
        ? `${title}: out of force from ${to}`
        : `${title}: in force from ${from ?? 'a day not set'}`,
  closedTitle: 'Policies not in force that day',
  questionsTitle: 'Ask next',
  question: (name, measures) =>
    `${name}: ${measures} ${measures === 1 ? 'measure waits' : 'measures wait'} for it`,
  elsewhere: (region) => `Elsewhere (${region})`,
  grounds: 'Under',
  exclusive: (others, cite) => `excludes ${others}${cite ? ` (${cite})` : ''}`,
  sharedCap: (others, cap, cite) =>
    `together with ${others} at most ${cap}${cite ? ` (${cite})` : ''}`,
  records: 'records',
  noMeasures: 'No measure is in force that day.',
  screened: (firms, problems) =>
    `${some(firms, 'firm')}${problems === 0 ? '' : `; ${some(problems, 'problem')} in the file`}.`,
  row: (row) => `row ${row}`,
  error: 'error',
  warning: 'warning',

  // render, fmt, new
  written: (path) => `wrote ${path}`,
  unformatted: (path) => `to be laid out: ${path}`,
  formatted: (path) => `laid out ${path}`,
  formatCount: (all, changed, only) =>
    only ? `${all} files, ${changed} to be laid out.` : `${all} files, ${changed} laid out.`,
  newTitle: '示例补助办法',
  newIssuer: '示例部门',
  nextSteps: (slug) =>
    `Next: put real contents where it says 示例, then run\n  huoshui check ${slug}\n  huoshui test --mutate ${slug}`,
  needsFormat: 'Say the format: --dmn.',
  needsSlug: 'Name the draft with --as, such as --as beijing/sample-grant.',
  exported: (rules, unsaid) =>
    `${some(rules, 'rule')}${unsaid === 0 ? '' : `, ${some(unsaid, 'thing')} that DMN can't say`}.`,
  imported: (carried, left) =>
    `${some(carried, 'rule')} carried${left === 0 ? '' : `, ${some(left, 'decision')} not`}.`,
  importNext: (slug) =>
    `It is a draft and decides nothing. Next: add articles and citations, then run\n  huoshui check ${slug}`,
  noShared: (root) =>
    `Note: ${root} has no terms/facts.md; the shared facts of the draft must be declared first.`,
  noYear: (year) => `Note: there is no calendar of ${year} yet, so its examples cannot run.`,
}
