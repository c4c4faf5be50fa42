// The same calls of the SDK on viem and on ethers, so that one test can try both. Tested on viem alone is what ethers does
// not have (React, `client.extend`, the checks of `chain` in types), and what holds no library: arithmetic, retries, texts of
// errors, and offers as JSON, whose encoding `parseAbi.test.ts` and `offerTravel.test.ts` compare between both.
import * as onViem from "@gpuflow/escrow"
import * as access from "@gpuflow/escrow/access"
import * as admin from "@gpuflow/escrow/admin"
import * as audit from "@gpuflow/escrow/audit"
import { escrowBytecode } from "@gpuflow/escrow/bytecode"
import { deployEscrow } from "@gpuflow/escrow/deploy"
import * as onEthers from "@gpuflow/escrow/ethers"
import { type AccessMethods, accessActions } from "@gpuflow/escrow/ethers/access"
import { type AuditMethods, auditActions } from "@gpuflow/escrow/ethers/audit"
import { type ServerMethods, serverActions } from "@gpuflow/escrow/ethers/server"
import * as mandate from "@gpuflow/escrow/mandate"
import * as offer from "@gpuflow/escrow/offer"
import * as plan from "@gpuflow/escrow/plan"
import * as requests from "@gpuflow/escrow/requests"
import * as router from "@gpuflow/escrow/router"
import * as server from "@gpuflow/escrow/server"
import * as watch from "@gpuflow/escrow/watch"
import {
  AbstractSigner,
  BrowserProvider,
  type ContractRunner,
  isAddress,
  JsonRpcSigner,
  Transaction,
  type TransactionLike,
  type TransactionRequest,
  type TypedDataDomain,
  TypedDataEncoder,
  type TypedDataField,
  VoidSigner,
} from "ethers"
import type { Account, Address, Client, EIP1193RequestFn, Hex, LocalAccount } from "viem"

const viem = {
  ...onViem,
  ...requests,
  ...offer,
  ...plan,
  ...watch,
  ...admin,
  ...router,
  ...mandate,
  ...server,
  ...access,
  ...audit,
  deployEscrow,
}

type OnEthers = onEthers.RentalActions & ServerMethods & AccessMethods<object> & AuditMethods

/** Every verb, read, and plan, as a function of a viem client. */
type Sdk = Pick<typeof viem, keyof typeof viem & keyof OnEthers>

const providers = new Map<Client, BrowserProvider>()

/** Ends what providers go on asking: one whose node never answers looks for its network again every second. */
export function closeProviders(): void {
  for (const provider of providers.values()) provider.destroy()
  providers.clear()
}

after(closeProviders)

/** ethers' provider over what a viem client asks. */
function providerOver(client: Client): BrowserProvider {
  const known = providers.get(client)
  if (known) return known
  const request: EIP1193RequestFn = client.request
  const provider = new BrowserProvider(
    {
      request: ({ method, params }) =>
        request({ method, params }).catch((error: unknown) => {
          throw innermost(error)
        }),
    },
    client.chain?.id,
    { cacheTimeout: -1 },
  )
  provider.pollingInterval = client.pollingInterval
  providers.set(client, provider)
  return provider
}

/** The node's own error, without viem's around it. */
function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? innermost(error.cause) : error
}

/** A signer of ethers with the key of a viem account. */
class KeySigner extends AbstractSigner {
  readonly #account: LocalAccount

  constructor(account: LocalAccount, provider: BrowserProvider) {
    super(provider)
    this.#account = account
  }

  async getAddress() {
    return this.#account.address
  }

  connect(): KeySigner {
    return this
  }

  signTransaction(request: TransactionRequest) {
    const transaction = Transaction.from(request as TransactionLike<string>)
    const { nonce, value } = transaction
    return this.#account.signTransaction({
      type: "eip1559",
      chainId: Number(transaction.chainId),
      nonce,
      to: transaction.to as Address | null,
      data: transaction.data as Hex,
      value,
      gas: transaction.gasLimit,
      maxFeePerGas: transaction.maxFeePerGas ?? 0n,
      maxPriorityFeePerGas: transaction.maxPriorityFeePerGas ?? 0n,
    })
  }

  signMessage(message: string) {
    return this.#account.signMessage({ message })
  }

  signTypedData(domain: TypedDataDomain, types: Record<string, TypedDataField[]>, message: Record<string, unknown>) {
    const primaryType = TypedDataEncoder.getPrimaryType(types)
    return this.#account.signTypedData({ domain: JSON.parse(JSON.stringify(domain)), types, primaryType, message })
  }
}

function signerOf(account: Account | Address, provider: BrowserProvider): AbstractSigner {
  // `JsonRpcSigner` throws for what is not an address. Other signers pass on what they are given.
  if (typeof account === "string" && !isAddress(account)) return new VoidSigner(account, provider)
  if (typeof account === "string") return new JsonRpcSigner(provider, account)
  return account.type === "local" ? new KeySigner(account, provider) : new JsonRpcSigner(provider, account.address)
}

/** What viem's functions take beside their own parameters. */
type Adapted = { readonly account?: Account | Address; readonly reader?: Client }

/** A read takes the account of a credit by the name that viem gives to the sender. */
const TAKES_ACCOUNT = ["getCredit"]

/** What is read bit by bit. */
const FOLLOWERS = ["watchEvents", "watchServer", "readServerItems"]

/** What the entries on ethers hold. */
function actionsOn(runner: ContractRunner, reader?: ContractRunner): OnEthers {
  return {
    ...onEthers.rentalActions(runner, { reader }),
    ...serverActions(reader ?? runner),
    ...accessActions(runner, { reader }),
    ...auditActions(reader ?? runner),
  }
}

function onEthersAs(name: keyof OnEthers) {
  return (client: Client, ...given: unknown[]): unknown => {
    const provider = providerOver(client)
    const senders: Adapted[] = []
    const args = given.map((parameters) => {
      if (typeof parameters !== "object" || parameters === null || TAKES_ACCOUNT.includes(name)) return parameters
      const { account, reader, ...own } = parameters as Adapted
      senders.push({ ...(account && { account }), ...(reader && { reader }) })
      return own
    })
    const { account = client.account, reader } = Object.assign({}, ...senders) as Adapted
    const run = (runner: ContractRunner): unknown => {
      const actions = actionsOn(runner, reader && providerOver(reader))
      const action = actions[name] as (...args: unknown[]) => unknown
      return action(...args)
    }
    // A follower is not a promise, and has no account.
    if (account === undefined || FOLLOWERS.includes(name)) return run(provider)
    return run(signerOf(account, provider))
  }
}

function adapt(): Sdk {
  const names = Object.keys(actionsOn(new BrowserProvider({ request: async () => undefined })))
  const adapted = Object.fromEntries(names.map((name) => [name, onEthersAs(name as keyof OnEthers)])) as unknown as Sdk
  return {
    ...adapted,
    deployEscrow: (client, parameters) =>
      adapted.deployEscrow(client, { bytecode: escrowBytecode, ...parameters } as typeof parameters),
  }
}

export const libraries: Readonly<Record<"viem" | "ethers", Sdk>> = { viem, ethers: adapt() }
