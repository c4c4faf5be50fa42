// What help says beside the commands and their options: examples, the environment and the exit codes.

import { exitCodes } from "../exitCodes.ts"

/** What each exit code says, for people. */
export const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: "The command succeeded.",
  unexpected: "The program failed. Please report this.",
  usage: "The command, its input or the environment is wrong. Correct it and run the command again.",
  refused:
    "The contract rejected the transaction, either in the simulation before it was sent or when it was included.",
  chain:
    "The node cannot be reached or does not answer correctly, it is on another chain, or there is no escrow at the address.",
  nothing: "There is nothing to do: nothing is due, or nothing is credited.",
  unknown:
    "A transaction was signed and its outcome is not known. Run `gpuflow-escrow tx <hash>` before you send it again.",
  declined: "You did not confirm, or you stopped the command before it signed anything. Nothing was sent.",
  failed:
    "A check of `doctor`, `offer verify` or `books` failed, or the escrow's owner changed the terms that a heartbeat signs for.",
  door: "The door of a rented machine refuses, does not answer, or gives an answer that cannot be trusted. Nothing was connected.",
}

/** The variables that the program reads, beside those of the keeper. */
export const environment = [
  [
    "GPUFLOW_RPC_URL",
    "JSON-RPC endpoints, separated by commas. If one fails, the next is used. They are hidden in all output.",
  ],
  ["GPUFLOW_CHAIN", "The chain: `polygon` (137, the default), `amoy` (80002) or a chain id."],
  ["GPUFLOW_ESCROW", "The escrow's address. Set it if the program knows no deployment on the chain."],
  [
    "GPUFLOW_ROUTER",
    "The address of the escrow's router, for `relay`, `rent --gasless` and `extend --gasless`. Set it if the program knows no deployment of the escrow.",
  ],
  ["GPUFLOW_RELAY_URL", "The relayer's URL for `rent --gasless` and `extend --gasless`."],
  [
    "XDG_STATE_HOME",
    "Folder for what you signed with `--gasless`, until its outcome is known, and for the SSH keys of your rentals (default: `~/.local/state`).",
  ],
  [
    "GPUFLOW_SERVER",
    "URLs of servers, separated by commas. Commands with `--server` ask them first, say so, and read the chain if none can be used. Logins and keys in them are hidden in all output.",
  ],
  ["GPUFLOW_MCP_SETTINGS", "The file of the spending limits for `mcp`."],
  ["GPUFLOW_FROM_BLOCK", "The block of the escrow's deployment. Commands that read events start there."],
  [
    "GPUFLOW_MANDATE_CONTRACT",
    "The address of the escrow's mandate contract, for `rent --auto-extend`, `mandates`, `revoke` and `keep`. Set it if the program knows no deployment of the escrow.",
  ],
  ["XDG_CACHE_HOME", "Folder for what was read of the chain (default: `~/.cache`). `--no-cache` ignores it."],
  ["GPUFLOW_KEYSTORE", "Path of the account's encrypted keystore (JSON, version 3)."],
  ["GPUFLOW_KEYSTORE_PASSWORD", "The keystore's password. If it is not set, the program asks for it at the terminal."],
  ["GPUFLOW_KEYSTORE_PASSWORD_FILE", "Path of a file with the keystore's password, in place of the password."],
  ["GPUFLOW_PRIVATE_KEY", "The account's private key, in place of a keystore."],
  ["GPUFLOW_PRIVATE_KEY_FILE", "Path of a file with the private key, in place of the key."],
  ["GPUFLOW_HOST_SETTINGS", "Path of the agent's settings for `host` (default: `host.toml`)."],
  [
    "GPUFLOW_HOST_LOCKS",
    "Folder in which the agents of one computer exclude each other (default: a folder of the system's for temporary files).",
  ],
  ["GPUFLOW_WEBHOOK_SECRET", "The secret of `notify --webhook`, with which notices are signed."],
  ["GPUFLOW_WEBHOOK_SECRET_FILE", "Path of a file with that secret, in place of the secret."],
  ["GPUFLOW_OFFERS_TOKEN", "Bearer token for the endpoint to which a heartbeat sends its offers."],
] as const

const ID = "0x8671fdd024b1cd9b11b42fb3859ba108f069a5f5710d1aa4ae5955c658528bba"
const HOST = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"

/** Command lines that can be typed as they are, by the name of their command. A test parses each. */
const examples: Readonly<Record<string, readonly string[]>> = {
  offers: ["offers --gpu H100,A100 --for 8h --max-dollars 3", "offers --min-memory 80 --json"],
  machine: [
    'machine --name "rack 3, unit 2" --detect --to machine.json',
    'machine --name "rack 3, unit 2" --gpu A100 --count 2 --gpu-memory 81920 --to machine.json',
  ],
  offer: [
    'offer --document machine.json --price "1.50 USDC" --max-duration 30d --to offer.json',
    "offer --document machine.json --usd 1.50 --token USDC --max-duration 30d --board https://server.example --heartbeat 5m --health nvidia-smi",
  ],
  "offer verify": ["offer verify offer.json"],
  host: ["host", "host --settings /etc/gpuflow/host.toml"],
  "host init": ["host init --document machine.json --hooks docker --workload nvidia/cuda:13.0-base"],
  "host check": ["host check --settings /etc/gpuflow/host.toml"],
  "host status": ["host status"],
  "host hook": ["host hook docker start"],
  bond: ["bond", `bond --host ${HOST} --token USDC`],
  "bond fund": ['bond fund "50 USDC"'],
  "bond withdraw": ['bond withdraw "50 USDC"', `bond withdraw "50 USDC" --to ${HOST}`],
  start: [`start ${ID}`],
  interrupt: [`interrupt ${ID}`, `interrupt ${ID} --max-from-bond "1.50 USDC"`],
  refund: [`refund ${ID} 15m`, `refund ${ID} --total 1h`],
  revoke: ['revoke --name "rack 3, unit 2"', "revoke --all", `revoke --mandate mandates/0x8671fdd024b1cd9b.json`],
  mandates: ["mandates /var/lib/gpuflow/mandates"],
  "mandates execute": [`mandates execute mandates/0x8671fdd024b1cd9b.json`],
  rent: [
    "rent --gpu H100,A100 --for 8h --max-dollars 3 --order 2026-17 --yes",
    'rent https://example.com/offers/rack-3 --for 1d --auto-extend --max-total "100 USDC" --step 6h --until 7d --mandates /var/lib/gpuflow/mandates',
    `rent ${ID} --for 8h --server https://server.example --gasless --relay https://relay.example --max-fee "0.05 USDC"`,
  ],
  extend: [
    `extend ${ID} 1h`,
    `extend ${ID} --total 9h`,
    `extend ${ID} 1h --gasless --relay https://relay.example --max-fee "0.05 USDC"`,
  ],
  access: [`access ${ID} --server https://server.example`, `access ${ID} --document machine.json --json`],
  ssh: [
    `ssh ${ID} --server https://server.example`,
    `ssh ${ID} --identity ~/.ssh/id_ed25519 -- -L 8888:localhost:8888`,
    `ssh ${ID} -- nvidia-smi`,
  ],
  stop: [`stop ${ID}`, `stop ${ID} --dry-run`],
  dispute: [`dispute ${ID} --evidence ipfs://QmEvidence`],
  disputes: ["disputes", `disputes --arbiter ${HOST} --json`],
  mcp: ["mcp --settings agent.json"],
  resolve: [`resolve ${ID} 62.5%`, `resolve ${ID} 62.5% --safe ${HOST} --safe-file ruling.json`],
  doctor: ["doctor", "doctor --chain amoy"],
  show: [`show ${ID}`],
  list: ["list --host --open", `list --renter ${HOST} --json`],
  claimable: ["claimable", `claimable --renter ${HOST}`],
  claim: ["claim --all --yes", `claim ${ID}`],
  withdraw: ["withdraw", `withdraw --token USDC --to ${HOST}`],
  evidence: [`evidence ${ID} ipfs://QmEvidence`],
  record: [
    `record ${HOST}`,
    `record ${HOST} --server https://server.example`,
    `record ${HOST} --document machine.json`,
  ],
  books: ["books", "books --json --block 70100000"],
  tx: [`tx ${ID}`],
  watch: ["watch --host --cursor cursor.json", `watch --id ${ID} --once`],
  statement: ["statement --month 2026-10 --csv 2026-10.csv --html 2026-10.html"],
  notify: [
    "notify --host --webhook https://example.com/hook --database /var/lib/gpuflow/notify.db",
    'notify --renter --run "mail -s rental me@example.com" --events ending,ended',
  ],
  export: ["export --since 2026-01-01 --until 2027-01-01 --to 2026.csv", `export --renter ${HOST}`],
  keep: ["keep --dry-run", "keep --database /var/lib/gpuflow/keeper.db"],
  relay: ["relay --router 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --database /var/lib/gpuflow/relay.db"],
}

const PROGRAM = "gpuflow-escrow"

/** The examples of a command, as they are typed. `path` begins with the program's name. */
export function examplesOf(path: string): readonly string[] {
  const found = examples[path.replace(`${PROGRAM} `, "")] ?? []
  return found.map((example) => `${PROGRAM} ${example}`)
}

/** What follows the options in the help of a command. */
export function helpAfter(path: string): string {
  const lines = examplesOf(path)
  return lines.length > 0 ? section("Examples:", lines) : ""
}

/** What follows the commands in the help of the program. */
export function programHelpAfter(): string {
  const start = ["doctor", "rent offer.json --for 8h", "list --renter --open"].map((example) => `${PROGRAM} ${example}`)
  const codes = Object.entries(exitMeanings).map(([name, meaning]) => {
    return `${Object.entries(exitCodes).find(([code]) => code === name)?.[1]}  ${plain(meaning)}`
  })
  const variables = environment.flatMap(([name, meaning]) => [name, `  ${plain(meaning)}`])
  return [section("Examples:", start), section("Environment:", variables), section("Exit codes:", codes)].join("\n")
}

const section = (heading: string, lines: readonly string[]): string =>
  `\n${[heading, ...lines.flatMap((line) => wrapped(line))].join("\n")}`

/** Without the marks of Markdown. */
const plain = (text: string): string => text.replaceAll("`", "")

const WIDTH = 80

/** A line of at most 80 columns, continued under its text. Command lines stay whole, so that they can be copied. */
function wrapped(line: string): string[] {
  if (line.startsWith(PROGRAM)) return [`  ${line}`]
  const indent = `  ${/^(?:\d {2}| {2})?/.exec(line)?.[0].replace(/./g, " ") ?? ""}`
  const lines: string[] = []
  let current = "  "
  for (const [index, word] of line.split(/(?<=\S) /).entries()) {
    const longer = index === 0 ? `${current}${word}` : `${current} ${word}`
    if (longer.length <= WIDTH) current = longer
    else {
      lines.push(current)
      current = `${indent}${word}`
    }
  }
  return [...lines, current]
}
