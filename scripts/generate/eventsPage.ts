// The page of the contract's events, from their NatSpec.
import type { Contract } from "./contract.ts"
import type { GeneratedFile } from "./files.ts"

export function eventsPage({ abi, manual }: Contract): GeneratedFile {
  const nodes = manual.flatMap((node) => node.nodes ?? []).filter(({ nodeType }) => nodeType === "EventDefinition")
  const notices = new Map(
    nodes.map(({ name = "", documentation }) => {
      const [, notice = ""] = /@notice\s+([^@]*)/.exec(documentation?.text ?? "") ?? []
      return [name, notice.trim().replaceAll(/\s+/g, " ")] as const
    }),
  )
  const ours = abi.filter(({ type, name = "" }) => type === "event" && notices.has(name))
  const rows = ours.map(({ name = "", inputs = [] }) => {
    const notice = notices.get(name)
    if (!notice) throw new Error(`The event ${name} has no \`@notice\` in contracts/interfaces/IRentalEscrow.sol.`)
    const args = inputs.map((input) => {
      const type = input.internalType?.replace(/^(struct|enum) /, "") ?? input.type
      return `\`${type}${input.indexed ? " indexed" : ""} ${input.name}\``
    })
    return `| \`${name}\` | ${args.join(", ")} | ${notice} |`
  })
  const text = `# Events

Written by \`npm run generate\` from the contract's interface.

A verb's result has the events of its transaction as \`events\`, \`watchEvents\` of \`@gpuflow/escrow/watch\` follows them, and \`decodeEvents\` reads those of a receipt. Each has an \`eventName\` and \`args\`, in which every number is a \`bigint\` and every enum the name of its member. Those that are \`indexed\` can be searched for.

| Event | \`args\` | Description |
|---|---|---|
${rows.join("\n")}
`
  return { path: "docs/api/events.md", text }
}
