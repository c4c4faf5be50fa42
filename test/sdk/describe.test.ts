import { isEscrowError, MachineBusyError, NotRenterError, RESERVED, RentalOverError } from "@gpuflow/escrow"
import { describeError, type ErrorKind, type ErrorTexts, english } from "@gpuflow/escrow/describe"
import { InsufficientCoinsError, RiskyTermsError } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { makeError } from "ethers"
import * as viem from "viem"
import { ConnectorNotFoundError, ProviderNotFoundError } from "wagmi"
import { findErrorClasses } from "../../scripts/generate/escrowErrors.ts"
import { mandateErrors } from "../../sdk/generated/mandateErrors.ts"
import { InsufficientBalanceError, revertErrors } from "../../sdk/generated/revertErrors.ts"
import { routerErrors } from "../../sdk/generated/routerErrors.ts"

const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
const URL_WITH_KEY = "https://polygon-mainnet.example.com/v2/s3cr3tk3y"
const request = { body: { method: "eth_call" }, url: URL_WITH_KEY }
const rpc = (code: number, message: string, data?: unknown) => Object.assign(new Error(message), { code, data })
const inRpc = (code: number, message: string) => new viem.RpcRequestError({ ...request, error: { code, message } })
const wrapped = (cause: Error) => new viem.TransactionExecutionError(cause as viem.BaseError, { account: null })
const shown = (error: unknown, options = {}) => {
  const { title, sentence, action } = describeError(error, options)
  return `${title} ${sentence} ${action}`
}
const kindsOf = (errors: readonly unknown[]) =>
  errors.map((error) => {
    const { kind } = describeError(error)
    return [kind, String(error instanceof Error ? error.message : JSON.stringify(error)).slice(0, 90)]
  })
const all = (kind: ErrorKind, errors: readonly unknown[]) =>
  expect(kindsOf(errors)).to.deep.equal(kindsOf(errors).map(([, words]) => [kind, words]))

/** What wallets say when their user says no: each in its own words, often inside another error. */
const REJECTIONS: readonly unknown[] = [
  // EIP-1193, as MetaMask, Rabby and Frame have it.
  rpc(4001, "MetaMask Tx Signature: User denied transaction signature."),
  rpc(4001, "MetaMask Message Signature: User denied message signature."),
  rpc(4001, "User rejected the request."),
  { code: 4001, message: "" },
  // Inside an internal error.
  rpc(-32_603, "Internal JSON-RPC error.", { originalError: { code: 4001, message: "x" } }),
  rpc(-32_603, "Internal JSON-RPC error.", { code: 4001 }),
  rpc(-32_603, "User denied transaction signature."),
  Object.assign(rpc(-32_603, "Internal JSON-RPC error."), { stack: "Error: User denied transaction signature." }),
  rpc(-32_603, '{"code":4001,"message":"x"}'),
  rpc(-32_000, "MetaMask Tx Signature: User denied transaction signature."),
  // WalletConnect: CAIP-25, strings and objects without a class.
  { code: 5000, message: "User rejected." },
  { code: 5000, message: "User disapproved requested methods" },
  "User rejected the transaction",
  "User canceled",
  { message: "Rejected by user" },
  { error: { message: "Transaction was rejected" } },
  "Modal closed by user",
  new Error("Connection request reset. Please try again. User closed modal"),
  // Coinbase Wallet, Trust, Rainbow, SafePal, Phantom, Fireblocks, OKX.
  new Error("User denied account authorization"),
  new Error("User cancelled request"),
  new Error("Request rejected"),
  new Error("cancelled by user"),
  new Error("canceled by the user"),
  new Error("User declined transaction"),
  "The request was rejected by the user",
  new Error("User Rejected"),
  "cancel: user cancelled",
  // Ledger and Trezor.
  Object.assign(new Error("Ledger device: Condition of use not satisfied (denied by the user?) (0x6985)"), {
    name: "TransportStatusError",
    statusCode: 0x6985,
  }),
  Object.assign(new Error("Transaction rejected"), { name: "UserRefusedOnDevice" }),
  new Error("Action cancelled by user"),
  // Safe.
  new Error("Transaction was rejected"),
  { code: 4001, message: "Transaction rejected by user" },
  ...["USER_REJECTED", "user_cancel", "User exited", "Signing was cancelled", "Confirmation declined on device"],
  ...["Ledger: UserRefusedOnDevice", "Proposal expired", "Failure_ActionCancelled", "Transaction was not approved"],
  ...["user reject this request", "Reject by the user", "User did not approve", "Keystone: canceled", "Error: 4001"],
  "用户拒绝",
  [{ code: "4001" }],
  '[{"code":4001}]',
  { errorCode: 4001, errorMessage: "x" },
  { status: "error", err: { code: 4001 } },
  { jsonrpc: "2.0", id: 3, error: { code: 4001, message: "x" } },
  // An old MetaMask holds the node's answer as text.
  rpc(-32_603, 'Error: [ethjs-query] while formatting outputs from RPC \'{"value":{"code":4001,"message":"x"}}\''),
  // Trezor and Ledger, by the error's code or name alone.
  ...["Failure_ActionCancelled", "Failure_PinCancelled", "Method_Cancel", "Method_Interrupted"].map((code) =>
    Object.assign(new Error("x"), { code }),
  ),
  ...["RejectedByUser", "UserRejectedError", "TransportOpenUserCancelled"].map((name) => ({ name, message: "" })),
  // WalletConnect, Rabby, Coinbase Wallet, Frame.
  { code: 5002, message: "User rejected methods." },
  rpc(-32_603, "Rabby: user cancel"),
  Object.assign(rpc(4001, "User rejected request"), { location: "confirmation", cause: "windowClosed" }),
  "Frame: User declined transaction",
  // A refused upgrade of the account (EIP-5792).
  rpc(5750, "User rejected the upgrade"),
  // viem, ethers, wagmi's mutations.
  new viem.UserRejectedRequestError(new Error("x")),
  wrapped(new viem.UserRejectedRequestError(new Error("x"))),
  new viem.ContractFunctionExecutionError(wrapped(new viem.UserRejectedRequestError(new Error("x"))), {
    abi: [],
    functionName: "deposit",
  }),
  makeError("user rejected action", "ACTION_REJECTED", {
    action: "sendTransaction",
    reason: "rejected",
    info: { error: { code: 4001 } },
  }),
  makeError("could not coalesce error", "UNKNOWN_ERROR", { error: { code: 4001, message: "User rejected" } }),
  new AggregateError([new Error("User rejected the request.")], "All failed"),
  new Error("outer", { cause: new Error("inner", { cause: "User rejected" }) }),
]

describe("SDK: describeError", () => {
  it("behavior: devices that are locked, chains that differ, and nodes that fail inside a wallet", () => {
    all("unsupportedWallet", [
      Object.assign(new Error("Ledger device: Locked device (0x5515)"), { statusCode: 0x5515 }),
      new Error("Ledger device: UNKNOWN_ERROR (0x6b0c)"),
      rpc(-32_601, "Ledger Live does not support wallet_sendCalls"),
      new Error("Please enable Blind signing or Contract data in the Ethereum app Settings"),
    ])
    all("chain", [new Error('Provided chainId "137" must match the active chainId "1"')])
    all("network", [
      rpc(-32_603, `Non-200 status code: '503' ${URL_WITH_KEY}`),
      rpc(-32_603, "failed to meet quorum"),
      "JsonRpcEngine: Response has no error or result for request",
    ])
    expect(shown(rpc(-32_603, `Non-200 status code: '503' ${URL_WITH_KEY}`)), "no address").to.not.include(
      "example.com",
    )
  })

  it("default: says what happened and what to do, with amounts and times as people read them", () => {
    const options = { decimals: 6, symbol: "USDC", locale: "en-GB", timeZone: "Europe/Zurich" }
    const balance = new InsufficientBalanceError({ balance: 1_234_500_000n, required: 20_000_000_000n })
    expect(describeError(balance, options)).to.deep.equal({
      title: "Not enough money",
      sentence: "Your account holds too little: it has 1,234.5 USDC and needs 20,000 USDC.",
      action: "Add money to your account, then try again.",
      kind: "funds",
    })
    const busy = new MachineBusyError({ busyUntil: 1_800_000_000n })
    expect(describeError(busy, options)).to.deep.include({
      sentence: "The machine is rented until 15 Jan 2027, 09:00.",
      kind: "busy",
    })
    expect(shown(busy, { ...options, locale: "de-CH", timeZone: "America/New_York" })).to.contain("15.01.2027, 03:00")
    const coins = new InsufficientCoinsError({
      account: `0x${"12".repeat(20)}`,
      balance: 0n,
      required: 25n * 10n ** 14n,
    })
    expect(shown(coins, options), "wei").to.contain("at least 0.0025 are needed")
    const large = new InsufficientBalanceError({ balance: 0n, required: 12_345_678_901_234_567_890_123_456_789n })
    expect(shown(large, { ...options, decimals: 18 }), "no digit is lost").to.contain(
      "12,345,678,901.234567890123456789",
    )
  })

  it("behavior: leaves out what is not known", () => {
    expect(describeError(new MachineBusyError({ busyUntil: RESERVED })).sentence).to.equal("The machine is rented.")
    const balance = new InsufficientBalanceError({ balance: 1n, required: 2n })
    expect(describeError(balance).sentence, "no decimals").to.equal("Your account holds too little.")
    expect(describeError(new RentalOverError({ end: 0n })).sentence).to.equal("The rented time ended.")
    const unknown = { decimals: 6, symbol: "USDC", locale: "no such language", timeZone: "Mars/Olympus" }
    expect(describeError(balance, unknown).sentence, "an unknown language").to.contain("USDC")
    expect(describeError(new MachineBusyError({ busyUntil: 1_800_000_000n }), unknown).sentence).to.contain("2027")
  })

  it("behavior: describes every error of the SDK, with what to do", () => {
    const own = [...findErrorClasses().keys()].map((name) => name.replace(/Error$/, ""))
    const ofContracts = [...revertErrors, ...mandateErrors, ...routerErrors].map(({ code }) => code)
    const codes = [...ofContracts, ...own]
    expect(Object.keys(english.errors).sort(), "codes with a text").to.deep.equal([...new Set(codes)].sort())
    for (const code of codes) {
      const { title, sentence, action, kind } = describeError({ name: `${code}Error`, code, message: "x", args: {} })
      for (const text of [title, sentence, action]) {
        expect(text, code).to.match(/^[A-Z]/)
        expect(text, `${code}: no hole`).not.to.match(/[{}[\]]|undefined|null| {2}| [.,:]|[a-z][A-Z]/)
      }
      for (const text of [sentence, action]) expect(text, code).to.match(/\.$/)
      expect(action, `${code}: no command`).not.to.match(/`|--|gpuflow-escrow/)
      expect(kind, code).to.be.a("string")
    }
  })

  it("behavior: describes an error that came as JSON, or is a cause of another", () => {
    const busy = new MachineBusyError({ busyUntil: 1_800_000_000n })
    const options = { timeZone: "UTC", locale: "en-GB" }
    const expected = describeError(busy, options)
    for (const error of [
      JSON.parse(JSON.stringify(busy)),
      new Error("outer", { cause: busy }),
      { error: busy },
      new AggregateError([new Error("x"), busy]),
      Object.assign(new Error("x"), { cause: { cause: { cause: busy } } }),
    ]) {
      expect(describeError(error, options)).to.deep.equal(expected)
    }
    expect(isEscrowError(busy)).to.equal(true)
  })

  it("behavior: names risky terms and fields by words", () => {
    const risk = { term: "commitment", sentence: "x", value: 1n, expected: 1n } as const
    const risky = new RiskyTermsError({ term: "commitment", risks: [risk] })
    expect(describeError(risky).sentence).to.contain("a shortest rental time that is billed in any case")
    const account = `0x${"12".repeat(20)}` as const
    expect(describeError(new NotRenterError({ renter: account, caller: account })).sentence).to.contain("0x1212…1212")
  })

  it("behavior: finds rejections in the words of wallets, wherever they are", () => all("rejected", REJECTIONS))

  it("behavior: tells the failures of wallets, nodes and libraries apart", () => {
    all("rejected", [
      new DOMException("This operation was aborted", "AbortError"),
      AbortSignal.abort().reason,
      Object.assign(new Error("The user aborted a request."), { name: "AbortError" }),
    ])
    all("gas", [
      new viem.InsufficientFundsError(),
      wrapped(new viem.InsufficientFundsError()),
      inRpc(-32_000, "insufficient funds for gas * price + value: balance 0, tx cost 2500000000000000"),
      makeError("insufficient funds", "INSUFFICIENT_FUNDS", { transaction: {} }),
      new viem.FeeCapTooLowError(),
      new viem.IntrinsicGasTooLowError(),
      inRpc(-32_000, "transaction underpriced: gas tip cap 1, minimum needed 25000000000"),
    ])
    all("funds", [rpc(-32_603, "execution reverted: ERC20: transfer amount exceeds balance")])
    all("network", [
      new TypeError("fetch failed", { cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }) }),
      new TypeError("Failed to fetch"),
      new TypeError("Load failed"),
      new TypeError("NetworkError when attempting to fetch resource."),
      new viem.HttpRequestError({ ...request, status: 503 }),
      new viem.TimeoutError(request),
      new DOMException("signal timed out", "TimeoutError"),
      new viem.SocketClosedError({ url: URL_WITH_KEY }),
      new viem.ProviderDisconnectedError(new Error("x")),
      makeError("could not detect network", "NETWORK_ERROR", { event: "noNetwork" }),
      makeError("server response 502", "SERVER_ERROR", { request: URL_WITH_KEY }),
      makeError("timeout", "TIMEOUT", { operation: "send", reason: "x" }),
      new viem.HttpRequestError({ ...request, status: 429 }),
      new viem.LimitExceededRpcError(new Error("x")),
      rpc(-32_005, "daily request count exceeded"),
    ])
    all("chain", [
      new viem.ChainMismatchError({ chain: { id: 137, name: "Polygon" } as viem.Chain, currentChainId: 1 }),
      new viem.SwitchChainError(new Error("x")),
      rpc(4902, "Unrecognized chain ID 0x89. Try adding the chain using wallet_addEthereumChain first."),
      makeError("network changed: 1 => 137", "NETWORK_ERROR", { event: "changed" }),
    ])
    all("busy", [
      new viem.ResourceUnavailableRpcError(new Error("x")),
      rpc(-32_002, "Request of type 'wallet_requestPermissions' already pending for origin https://example.com"),
      new viem.NonceTooLowError(),
      makeError("nonce has already been used", "NONCE_EXPIRED", { transaction: {} }),
      makeError("replacement fee too low", "REPLACEMENT_UNDERPRICED", { transaction: {} }),
    ])
    all("unsupportedWallet", [
      new viem.UnsupportedProviderMethodError(new Error("x")),
      new viem.MethodNotFoundRpcError(new Error("x")),
      rpc(-32_601, "the method wallet_sendCalls does not exist/is not available"),
      makeError("x", "UNSUPPORTED_OPERATION", { operation: "signTypedData" }),
      new viem.UnauthorizedProviderError(new Error("x")),
      new ConnectorNotFoundError(),
      new ProviderNotFoundError(),
      Object.assign(new Error("Ledger device: Invalid data received (0x6a80)"), { name: "TransportStatusError" }),
    ])
    all("termsChanged", [
      new viem.ExecutionRevertedError({ message: "x" }),
      makeError("execution reverted", "CALL_EXCEPTION", {
        action: "call",
        data: null,
        reason: null,
        transaction: { to: null, data: "0x" },
        invocation: null,
        revert: null,
      }),
    ])
    const circular: { cause?: unknown } = {}
    circular.cause = circular
    const throwing = Object.defineProperty({}, "message", {
      get() {
        throw new Error("no")
      },
    })
    for (const error of [
      undefined,
      null,
      0,
      "",
      {},
      [],
      circular,
      throwing,
      Symbol("x"),
      () => 1,
      new Error("x"),
      new Error(""),
    ])
      expect(describeError(error).kind).to.equal("bug")
  })

  it("behavior: shows neither an endpoint's address nor a key", () => {
    const hostile = `${URL_WITH_KEY} key ${KEY} http://user:pass@10.0.0.1:8545`
    const errors: unknown[] = [
      new Error(hostile),
      hostile,
      rpc(4001, hostile),
      rpc(-32_603, hostile, { message: hostile }),
      new viem.HttpRequestError({ ...request, body: { key: KEY }, details: hostile }),
      makeError(hostile, "SERVER_ERROR", { request: hostile }),
      new TypeError("fetch failed", { cause: new Error(hostile) }),
    ]
    for (const code of Object.keys(english.errors)) {
      const names = [...JSON.stringify(english.errors).matchAll(/\{(\w+), \w+\}/g)].map(([, name = ""]) => name)
      const args = (value: unknown) => Object.fromEntries(names.map((name) => [name, value]))
      for (const value of [hostile, URL_WITH_KEY, KEY, KEY.slice(2), "polygon.example.com/v2/key", "a.example.com"]) {
        errors.push({ name: `${code}Error`, code, message: hostile, args: args(value) })
      }
    }
    for (const error of errors) {
      const text = shown(error, { decimals: 6, symbol: URL_WITH_KEY })
      expect(text).not.to.match(/https?:|example\.com|s3cr3t|ac0974|user:pass|10\.0\.0/)
    }
    const shows = shown(new InsufficientBalanceError({ balance: 1n, required: 2n }), {
      decimals: 6,
      symbol: URL_WITH_KEY,
    })
    expect(shows, "a token's symbol").to.contain("needs 0.000002.")
  })

  it("behavior: another language is a table", () => {
    const german: ErrorTexts = {
      ...english,
      errors: {
        ...english.errors,
        MachineBusy: {
          title: "Die Maschine ist vergeben",
          sentence: "Die Maschine ist[ bis {busyUntil, time}] vermietet.",
          action: "Wähle eine andere.",
        },
      },
    }
    const options = { texts: german, locale: "de-CH", timeZone: "Europe/Zurich" }
    expect(describeError(new MachineBusyError({ busyUntil: 1_800_000_000n }), options)).to.deep.equal({
      title: "Die Maschine ist vergeben",
      sentence: "Die Maschine ist bis 15.01.2027, 09:00 vermietet.",
      action: "Wähle eine andere.",
      kind: "busy",
    })
  })
})
