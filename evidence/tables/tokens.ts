// The page docs/tokens.md, from the table that the token tests use and the SDK's list of tokens. `npm run generate` writes it.
//   npm run check -- tables   fails if the page does not match them
import { readFileSync } from "node:fs"
import { join } from "node:path"

import { tokens } from "@gpuflow/escrow/plan"
import { zeroAddress } from "viem"

import { markdownTable } from "../../scripts/support/pages.ts"
import { root } from "../../scripts/support/root.ts"

const TESTS = join(root, "test/tokens/tokens.t.sol")
const MOCKS = join(root, "test/mocks/tokens")

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

const intro = `# How the escrow handles each kind of token

Each row is a token that works normally, misbehaves in the tested call, and works normally again
(\`test/mocks/tokens\`, \`test/tokens\`). Each cell is the result of that call. Each test also checks that:

- no balance of another market changes by a unit, and those markets hold exactly what they owe;
- no call re-enters;
- every credit, bond and fee can be withdrawn once the token works again.

\`npm run generate\` writes this page.

## Calls that always succeed

**stop**, **settle**, **dispute** (while the rental runs: the stake is taken out of the refund) and **resolve**.

| result | meaning |
|---|---|
| \`ok\` | Each party receives the exact amount. |
| \`credit\` | No party can be paid: the whole amount is credited. |
| \`payee\`, \`renter\` | This party is credited, and the other is paid. |
| \`skewed\` | The token delivers another amount than was sent. |
| \`mixed\` | One party receives another amount, and the other is credited. |

## Calls that can fail

**deposit**, **extend**, **stake** (a dispute after the end, which pulls the stake) and **fund** (bond) take money. **fees**
(to the treasury) and **withdraw** (bond) send money, and can be tried again. A call that fails changes nothing.

| result | meaning |
|---|---|
| \`ok\`, \`skewed\` | As above. |
| \`refused\` | The call fails with \`TransferRefused\`. |
| \`wrong\` | The call fails with \`WrongAmountReceived\`. |
| \`failed\` | The call fails with \`SafeERC20FailedOperation\`. |
| \`own\` | The call fails with the token's own error. |
| \`empty\` | The call fails without data. |

## Books

**books** compares the escrow's balance of the token with what the escrow owes in it, after all calls.

| result | meaning |
|---|---|
| \`exact\` | They are equal. |
| \`lacks\`, \`exceeds\`, \`both\` | In some path the balance is lower, higher, or both. Do not list such a token: it harms its own market, and no other. |

## Results
`

const list = `## Tokens that the SDK knows

The SDK and the command line call these tokens by the SDK's symbol. Their code and decimals are checked on the chain. Their
symbols are not, because owners can change them: the contract's own symbol is shown, and warned of if it is another one. The
table has it as far as it is known. \`--token\` takes either symbol, but never a symbol that another token of the list has:
\`USDC\` is the native one.
`

const listColumns = ["chain", "symbol", "symbol on the chain", "decimals", "address"]

if (import.meta.main && readFileSync(join(root, "docs/tokens.md"), "utf8") !== tokensPage()) {
  console.error("docs/tokens.md does not match the token tests. Run `npm run generate`.")
  process.exitCode = 1
}

/** The whole of docs/tokens.md. */
export function tokensPage(): string {
  const behaviours = markdownTable(columns, rows())
  return [intro, ...behaviours, "", list, ...markdownTable(listColumns, listRows()), ""].join("\n")
}

/** One row for each behaviour: what the mock's comment says, and the results that its test expects. */
function rows(): string[][] {
  const tests = readFileSync(TESTS, "utf8")
  return [...tests.matchAll(/_check\(new (\w+)Token\(\),\s+"([^"]+)"\)/g)].map(([, name = "", results = ""]) => {
    const mock = readFileSync(join(MOCKS, `${name}Token.sol`), "utf8")
    const meaning = /@dev (.+)\ncontract/.exec(mock)?.[1]
    const cells = results.split(/ +/)
    if (meaning === undefined || cells.length !== columns.length - 1) {
      throw new Error(`${name}Token needs a comment of one line and ${columns.length - 1} results.`)
    }
    return [`**${name}**: ${meaning}`, ...cells]
  })
}

/** One row for each token of the SDK's list. */
function listRows(): string[][] {
  return tokens.map(({ chainId, address, symbol, symbolOnChain, decimals }) => {
    const isNative = address === zeroAddress
    const own = isNative ? "" : (symbolOnChain ?? symbol)
    return [String(chainId), symbol, own, String(decimals), isNative ? "native coin (zero)" : `\`${address}\``]
  })
}
