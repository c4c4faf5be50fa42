// docs/tokens.md from the table that the token tests run. Fails if the page is not that table.
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const page = `${root}docs/tokens.md`

const columns = [
  "token",
  "deposit",
  "extend",
  "stop",
  "fees",
  "settle",
  "dispute",
  "stake",
  "resolve",
  "fund",
  "withdraw",
  "books",
]

const intro = `# What each token does to the escrow

Each row is a token that behaves until the call under test, misbehaves in it, and behaves again afterwards
(\`test/mocks/tokens\`, \`test/tokens\`). Each word is what that call made of it. In every cell it also holds that no other
market moved by one unit, that those markets have exactly what they owe, that nothing re-entered, and that every credit,
bond and fee could be withdrawn once the token behaved again. \`npm run generate\` writes this page.

- **stop**, **settle**, **dispute** (while the rental runs: the stake is taken out of the refund) and **resolve** always go
  through. \`ok\`: everybody got the exact amount. \`credit\`: nobody could be paid, all of it is credited. \`payee\`,
  \`renter\`: that one is credited, the other paid. \`skewed\`: the token delivered something else than was sent. \`mixed\`:
  one got something else, the other is credited.
- **deposit**, **extend**, **stake** (a dispute after the end, which pulls it) and **fund** (bond) take money; **fees**
  (to the treasury) and **withdraw** (bond) send it and may be tried again. \`ok\`, \`skewed\`: as above. Otherwise nothing
  changed: \`refused\` with \`TransferRefused\`, \`wrong\` with \`WrongAmountReceived\`, \`failed\` with
  \`SafeERC20FailedOperation\`, \`own\` with the token's error, \`empty\` without data.
- **books**: what the escrow has of the token afterwards, beside what it owes in it. \`exact\`; \`lacks\`, \`exceeds\` or
  \`both\` in some path: such a token must not be listed, and harms only its own market.
`

/** One row per behaviour: what the mock's comment says it does, and its words. */
function rows(): string[][] {
  const table = readFileSync(`${root}test/tokens/tokens.t.sol`, "utf8")
  return [...table.matchAll(/_check\(new (\w+)Token\(\),\s+"([^"]+)"\)/g)].map(([, name = "", words = ""]) => {
    const mock = readFileSync(`${root}test/mocks/tokens/${name}Token.sol`, "utf8")
    const meaning = /@dev (.+)\ncontract/.exec(mock)?.[1]
    const cells = words.split(/ +/)
    if (meaning === undefined || cells.length !== columns.length - 1) throw new Error(`${name}: not a whole row`)
    return [`**${name}**: ${meaning}`, ...cells]
  })
}

function table(): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`
  return [line(columns), line(columns.map(() => "---")), ...rows().map(line)].join("\n")
}

/** docs/tokens.md */
export function tokensPage(): string {
  return `${intro}\n${table()}\n`
}

if (import.meta.main && readFileSync(page, "utf8") !== tokensPage()) {
  console.error("docs/tokens.md is stale: run `npm run generate`.")
  process.exitCode = 1
}
