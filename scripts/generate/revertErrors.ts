// A class for each error of the contract. Its sentence is the error's `@notice` in the interface.
import type { AstNode } from "../production.ts"
import type { Contract } from "./contract.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"
import { solidityParameters } from "./solidityTypes.ts"

/** Sentences for errors that are not declared in the interface: OpenZeppelin's. */
const inherited: Readonly<Record<string, string>> = {
  FailedCall: "The receiver refused the coins. Send them to another address.",
  InvalidShortString: "The name of the contract is too long. Report this.",
  OwnableInvalidOwner: "The owner is the zero address. Name another owner.",
  OwnableUnauthorizedAccount: "Only the owner may do this. Use the owner's account.",
  ReentrancyGuardReentrantCall: "The escrow was called from within its own call. Call it in a separate transaction.",
  SafeERC20FailedOperation: "The token refused the transfer. Check the rules of the token, or choose another receiver.",
  StringTooLong: "The name of the contract is too long. Report this.",
}

export function revertErrors(contract: Contract): GeneratedFile {
  const errors = contract.abi
    .filter(({ type }) => type === "error")
    .sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1))
  const notices = noticesIn(contract.manual)
  const classes = errors.map(({ name = "", inputs = [] }) => {
    const sentence = notices.get(name) ?? inherited[name]
    if (!sentence) throw new Error(`The error ${name} has no \`@notice\` in contracts/interfaces/IRentalEscrow.sol.`)
    const words = [name, sentence, ...(inputs.length > 0 ? [solidityParameters(inputs)] : [])]
    const made = `/* @__PURE__ */ revertError(${words.map((word) => JSON.stringify(word)).join(", ")})`
    return `/** ${sentence} */\nexport class ${name}Error extends ${made} {}`
  })
  const list = `/** The classes of all contract errors. */\nexport const revertErrors = [\n${errors
    .map(({ name }) => `  ${name}Error,\n`)
    .join("")}]`
  const body = ['import { revertError } from "../core/revertError.ts"', ...classes, list].join("\n\n")
  return generatedSource("sdk/generated/revertErrors.ts", body)
}

/** The `@notice` of each error, on one line. */
export function noticesIn(nodes: readonly AstNode[]): Map<string, string> {
  const errors = nodes.flatMap((node) => node.nodes ?? []).filter(({ nodeType }) => nodeType === "ErrorDefinition")
  return new Map(
    errors.flatMap(({ name = "", documentation }) => {
      const [, notice] = /@notice\s+([^@]*)/.exec(documentation?.text ?? "") ?? []
      return notice ? [[name, notice.trim().replaceAll(/\s+/g, " ")] as const] : []
    }),
  )
}
