// The documentation of the SDK for language models (llmstxt.org): a list of links, and everything in one file.
import { posix } from "node:path"

const INTRODUCTION = `# GPUFlow Escrow

> Rental escrow contracts on Polygon for a peer-to-peer GPU marketplace, with the typed SDK \`@gpuflow/escrow\` for viem, ethers and React.

Amounts are \`bigint\` in base units of the token, prices are base units per hour, times are seconds, rates are basis points. Every failure is a class with a stable \`code\`. Import each function from the entry that its page names.`

/** Pages that describe no entry, by their titles. */
const OTHER_PAGES: Readonly<Record<string, string>> = {
  Events: "what each event means, what causes it, its arguments with their units, and what follows",
}

/** Pages by their paths, the guide first. */
export type Pages = Readonly<Record<string, string>>

export function llmsTexts(guide: { readonly path: string; readonly text: string }, pages: Pages): Pages {
  const links = Object.entries(pages).map(([path, text]) => {
    const [, title = path] = /^# (.+)$/m.exec(text) ?? []
    const functions = [...text.matchAll(/^### (\w+)\n\n([\s\S]+?)\n\n/gm)].filter(([, name = ""]) =>
      /^[a-z]/.test(name),
    )
    const lines = functions.map(
      ([, name = "", sentence = ""]) =>
        `  - [${name}](${path}#${name.toLowerCase()}): ${sentence.replaceAll(/\s+/g, " ")}`,
    )
    const contents = OTHER_PAGES[title] ?? rebased(guide.path, contentsOf(guide.text, title))
    return [`- [${title}](${path}): ${contents}`, ...lines].join("\n")
  })
  const list = [
    INTRODUCTION,
    `## Guide\n\n- [The SDK in fifteen minutes](${guide.path}): installation, a local chain, a page that works, and every task with its code\n- [A page](examples/page/src/page.tsx): rents a machine, shows the meter, and stops or disputes, on React and wagmi`,
    `## Reference\n\n${links.join("\n")}`,
    "## Optional\n\n- [The protocol](docs/protocol.md): states, times, amounts, and who may do what\n- [The command line](docs/cli.md): every command with its options\n- [The keeper](docs/keeper.md): settles what is due\n- [Everything in one file](llms-full.txt): the guide and the whole reference",
  ]
  const whole = [
    INTRODUCTION,
    ...[[guide.path, guide.text] as const, ...Object.entries(pages)].map(([path, text]) => rebased(path, text)),
  ]
  return { "llms.txt": `${list.join("\n\n")}\n`, "llms-full.txt": `${whole.map((text) => text.trim()).join("\n\n")}\n` }
}

/** What the guide's table of entries says of one. */
function contentsOf(guide: string, entry: string): string {
  const start = `| \`${entry}\` | `
  const row = guide.split("\n").find((line) => line.startsWith(start))
  if (!row) throw new Error(`The guide's table of entries lacks ${entry}.`)
  return row.slice(start.length).replace(/ \|$/, "")
}

/** Links of a page are relative to its folder. */
function rebased(path: string, text: string): string {
  return text.replaceAll(
    /\]\((?!https?:|#)([^)\s]+)\)/g,
    (_, target: string) => `](${posix.join(posix.dirname(path), target)})`,
  )
}
