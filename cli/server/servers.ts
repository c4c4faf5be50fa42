// The servers that a command asks, from --server or GPUFLOW_SERVER. They make a command faster and never truer: what they
// say is checked against the chain where a call can do that, and the chain is read where they fail.
import { isEscrowError } from "@gpuflow/escrow"
import { readServer } from "@gpuflow/escrow/server"
import type { Address } from "viem"
import { getBlock } from "viem/actions"
import type { Context } from "../chain/context.ts"
import { UsageError } from "../errors.ts"
import { hideSecretsOf, type Session, urlsIn } from "../session.ts"
import { note } from "../terminal/output.ts"
import { describeError } from "../text/errorText.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import { nameOfUrl } from "../urlSecrets.ts"

export type ServerOption = { readonly server?: readonly string[] | undefined }

/** The URLs that are configured, possibly none. */
export function readServers(session: Session, { server }: ServerOption): readonly string[] {
  const urls = server ?? urlsIn(session.env["GPUFLOW_SERVER"])
  for (const url of urls) hideSecretsOf(session, url)
  if (urls.every((url) => isHttpUrl(url) && URL.canParse(url))) return urls
  const name = server ? "--server" : "GPUFLOW_SERVER"
  throw new UsageError(`${name} is not an http or https URL. Pass the URL of a server, such as https://server.example.`)
}

/** How to ask a server: pass it on to the SDK. */
export type AskedServer = { readonly escrow: Address; readonly server: string; readonly signal: AbortSignal }

type Question<answer> = {
  /** What is asked for, such as "the host's record". */
  readonly what: string
  /** What the command has not checked of it, as a sentence. */
  readonly unchecked: string
  /** Asks a server. Throws `UnusableServerError` for what the chain contradicts. */
  readonly ask: (server: AskedServer) => Promise<answer>
  /** Reads the chain instead. */
  readonly readChain: () => Promise<answer>
  /** What happens without a server, as a sentence. */
  readonly instead?: string
}

/** An answer, and the server that gave it. Without one, the chain was read. */
export type Answered<answer> = { readonly answer: answer; readonly server?: string }

/** Asks the servers that are configured, one after the other, and reads the chain if none of them can be used. */
export async function askServers<answer>(
  context: Context,
  options: ServerOption,
  { what, unchecked, ask, readChain, instead = `Reading ${what} from the chain instead.` }: Question<answer>,
): Promise<Answered<answer>> {
  const { session, escrow } = context
  const servers = readServers(session, options)
  for (const server of servers) {
    const name = nameOfUrl(server)
    const patience = AbortSignal.timeout(LONGEST_ANSWER)
    try {
      const asked = { escrow, server, signal: AbortSignal.any([session.signal, patience]) }
      await requireFollowing(context, asked)
      const answer = await ask(asked)
      note(session, `Read ${what} from ${name}. ${unchecked}`)
      return { answer, server: name }
    } catch (error) {
      if (session.signal.aborted) throw error
      note(session, `Note: ${name} is not used. ${reasonOf(error, patience)}`)
    }
  }
  if (servers.length > 0) note(session, instead)
  return { answer: await readChain() }
}

/** What a server says cannot be so, or is too old. */
export class UnusableServerError extends Error {}

/** Milliseconds for everything that a server is asked for one command. */
const LONGEST_ANSWER = 60_000
/** Milliseconds for the first answer of a server. */
const FIRST_ANSWER = 5_000
/** Blocks that a server may be behind the node. */
export const MOST_BEHIND = 64n

/** Anything but a failure of the node, which would also fail when the chain is read. */
function reasonOf(error: unknown, patience: AbortSignal): string {
  if (patience.aborted) return `It did not finish within ${LONGEST_ANSWER / 1_000} seconds.`
  if (error instanceof UnusableServerError) return error.message
  if (isEscrowError(error)) return describeError(error)
  throw error
}

/** Throws unless the server follows this escrow on the node's chain, and is not far behind. */
async function requireFollowing(context: Context, asked: AskedServer): Promise<void> {
  const { block, latest } = await readPlace(context, asked)
  if (block + MOST_BEHIND >= latest) return
  throw new UnusableServerError(`It has read the chain only to block ${block}, and the node is at ${latest}.`)
}

/** How far a server has read the node's chain. */
export async function readPlace(
  { client, escrow }: Context,
  asked: AskedServer,
): Promise<{ readonly block: bigint; readonly latest: bigint }> {
  const [meta, { number: latest }] = await Promise.all([
    readServer(client, { ...asked, operation: "getMeta", timeout: FIRST_ANSWER }),
    getBlock(client),
  ])
  const { block, hash } = meta
  if (meta.chainId !== client.chain.id || meta.escrow.toLowerCase() !== escrow.toLowerCase()) {
    throw new UnusableServerError(`It serves the escrow ${meta.escrow} on chain ${meta.chainId}.`)
  }
  if (hash !== undefined && block <= latest) {
    const { hash: own } = await getBlock(client, { blockNumber: block })
    if (own !== hash) {
      throw new UnusableServerError(`It has read another branch of the chain: block ${block} is not the node's.`)
    }
  }
  return { block, latest }
}
