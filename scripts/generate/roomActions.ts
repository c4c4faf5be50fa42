// The actions of an entry as methods: an interface with a comment on each, and the function that binds them to a chain.
// viem's decorator and ethers' table are both made of these.
import { type Action, isReading, type Room, rooms } from "./actionSources.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"
import { pathFrom, sortedImports, typeImports, wrapped } from "./imports.ts"

const meanings: Readonly<Record<Room, string>> = {
  rental: "The verbs and reads of rentals, hosts and markets.",
  requests: "Verbs step by step, and many settlements at once.",
  offer: "Offers of hosts: built, signed, and checked.",
  plan: "Prices in dollars, and deposits step by step.",
  watch: "Events as they happen, and lists of rentals.",
  admin: "What the owner and the guardian do.",
  mandate: "Mandates that extend a rental within a signed sum.",
  router: "Purchases with one signature that any account sends.",
  server: "What servers say of the escrow's history and of offers, checked.",
  access: "The renter's way into its machine, signed and checked.",
  audit: "What the escrow owes and has, from the chain alone.",
}

export function roomActions(actions: readonly Action[]): GeneratedFile[] {
  return rooms.map((room) => {
    const path = `sdk/generated/${room}Actions.ts`
    const members = actions.filter((action) => action.room === room)
    return generatedSource(path, sourceOf(room, members, path))
  })
}

function sourceOf(room: Room, actions: readonly Action[], path: string): string {
  const title = `${room.charAt(0).toUpperCase()}${room.slice(1)}Methods`
  const types = new Map(actions.flatMap((action) => [...action.types]))
  if (actions.some(({ takes }) => takes === "verb")) types.set("WaitOptions", "sdk/core/rental/waitForTransaction.ts")
  const isSigning = actions.some(({ takes }) => !isReading(takes))
  types.set("Chain", "sdk/core/port.ts")
  if (isSigning) types.set("Wallet", "sdk/core/port.ts")
  const [account, filled] = isSigning ? ["<account extends object>", "<account>"] : ["", ""]
  const walletFor = isSigning ? ["walletFor: (account: account) => Wallet | Promise<Wallet>"] : []
  const imports = actions.map(({ name, takes, prepare, file }) => {
    return `import { ${takes === "verb" ? prepare : name} } from "${pathFrom(path, file)}"`
  })
  if (actions.some(({ takes }) => takes === "verb")) imports.push('import { sendVerb } from "../core/rental/send.ts"')
  return `${sortedImports([...imports, ...typeImports(types, path)])}

/** ${meanings[room]}${isSigning ? " `account` is how a library names the account that acts." : ""} */
export interface ${title}${account} {
${actions.map(memberOf).join("\n\n")}
}

/** Binds them to a chain${isSigning ? " and its account" : ""}. */
${wrapped(`export function ${room}Methods${account}(`, ["chain: Chain", ...walletFor], `): ${title}${filled} {`)}
  return {
${actions.map((action) => `    ${action.name}: ${methodOf(action)},`).join("\n")}
  }
}
`
}

function memberOf({ name, takes, comment, generics, parameters, returns }: Action): string {
  const options = { reads: [], chain: [], wallet: ["account"], verb: ["WaitOptions", "account"] }[takes]
  const last = parameters.at(-1)
  const list = parameters.map((one) => {
    return `${one.name}: ${one === last ? [one.type, ...options].join(" & ") : one.type}`
  })
  const result = !isReading(takes) && !returns.startsWith("Promise") ? `Promise<${returns}>` : returns
  const lines = withoutTag(withoutTag(comment, "example"), "param client")
  return `  /**\n${lines.map((line) => `   * ${line}`.trimEnd()).join("\n")}\n   */\n${wrapped(`  readonly ${name}: ${generics}(`, list, `) => ${result}`)}`
}

/** A method has neither a client nor anything to import. */
function withoutTag(comment: readonly string[], tag: string): string[] {
  const first = comment.findIndex((line) => line.startsWith(`@${tag}`))
  if (first < 0) return [...comment]
  const next = comment.findIndex((line, index) => index > first && line.startsWith("@"))
  return comment.toSpliced(first, (next < 0 ? comment.length : next) - first)
}

function methodOf({ name, takes, prepare, parameters }: Action): string {
  const names = parameters.map((one) => one.name).join(", ")
  if (isReading(takes)) return `(${names}) => ${name}(${["chain", names].filter(Boolean).join(", ")})`
  if (takes === "wallet") return `async (${names}) => ${name}(await walletFor(parameters), ${names})`
  return `async (parameters) => sendVerb(await walletFor(parameters), ${prepare}, parameters)`
}
