// The kinds of failures of wallets, nodes and libraries, by what they are known to say.
import { REJECTED } from "../walletRefusal.ts"
import type { Evidence } from "./evidence.ts"
import type { FailureName } from "./texts.ts"

type Signs = {
  /** Names of classes of viem, ethers and wagmi, and of the platform. */
  readonly names?: RegExp
  /** Codes of EIP-1193, EIP-5792, JSON-RPC, HTTP and ethers. */
  readonly codes?: readonly (number | string)[]
  readonly words?: RegExp
}

/** More words of wallets whose user said no, closed the window, or pressed the device's other button. */
const REJECTIONS = [
  /user[ _-]?(reject|cancel|den(y|ied)|declin|refus|disapprov|exit|abort|did ?(not|n't) (approve|confirm|sign))/.source,
  /(reject|cancel|den|declin|refus|abort)\w* by (the )?user|you (rejected|declined|cancell?ed)|用户(拒绝|取消)/.source,
  /(request|transaction|signing|signature|proposal|action|confirmation)[ _]?(was |has been )?(aborted|cancell?ed|declined|dismissed|rejected|not approved|expired)/
    .source,
  /(modal|popup|window|prompt) (was )?closed|closed (the )?(modal|popup|window)/.source,
  /(refused|declined|rejected|cancell?ed) on (the |your )?(device|ledger|trezor)|condition of use not satisfied|0x6985|0x5501/
    .source,
  /\((code )?4001\)|\b(code|error)"?:? ?"?4001\b|^(\w+: )?(rejected|cancell?ed|declined|denied)\.?$/.source,
]

/** In the order in which they are looked for: the first that fits is the answer. */
const signs: readonly (readonly [FailureName, Signs])[] = [
  [
    "rejected",
    {
      names: /^(User(Rejected|Refused)|RejectedByUser$|TransactionRefusedOnDevice$|TransportOpenUserCancelled$)/,
      // EIP-1193, CAIP-25, a refused upgrade of the account, the status words of Ledger's devices, and Trezor's names.
      codes: [
        4001,
        5000,
        5750,
        "ACTION_REJECTED",
        0x6985,
        0x5501,
        "Failure_ActionCancelled",
        "Failure_PinCancelled",
        "Method_Cancel",
        "Method_Interrupted",
      ],
      words: new RegExp([REJECTED.source, ...REJECTIONS].join("|"), "im"),
    },
  ],
  ["aborted", { names: /^AbortError$/, words: /\b(was|is|been) aborted\b/i }],
  [
    "pending",
    {
      names: /^ResourceUnavailableRpcError$/,
      codes: [-32_002],
      words: /already pending|already processing|request.{0,40}pending|requested resource not available/i,
    },
  ],
  ["balance", { words: /transfer amount exceeds|exceeds allowance|insufficient allowance|ERC20InsufficientBalance/i }],
  [
    "coins",
    {
      names: /^InsufficientFundsError$/,
      codes: ["INSUFFICIENT_FUNDS"],
      words:
        /insufficient (funds|balance)|exceeds the balance of the account|(not enough|insufficient) (native|gas|pol|matic|eth)|gas required exceeds allowance \(0\)|doesn.t have enough funds/i,
    },
  ],
  [
    "fees",
    {
      names: /^(FeeCapTooLow|FeeCapTooHigh|TipAboveFeeCap|IntrinsicGasTooLow|IntrinsicGasTooHigh)Error$/,
      words:
        /max fee per gas less than|(fee|tip) cap|priority fee|transaction underpriced|gas (price|tip|fee).{0,30}(too low|below|minimum)|intrinsic gas|out of gas|gas required exceeds|exceeds block gas limit|tx fee .{0,40}exceeds/i,
    },
  ],
  [
    "nonce",
    {
      names: /^Nonce(TooLow|TooHigh|MaxValue)Error$/,
      codes: ["NONCE_EXPIRED", "REPLACEMENT_UNDERPRICED", "TRANSACTION_REPLACED"],
      words: /nonce (is )?too (low|high)|replacement (transaction|fee)|already known|nonce has already been used/i,
    },
  ],
  [
    "chain",
    {
      names:
        /^(ChainMismatchError|SwitchChainError|ConnectorChainMismatchError|ChainNotConfiguredError|SwitchChainNotSupportedError|UnsupportedChainIdError|ChainDoesNotSupportContract)$/,
      codes: [4901, 4902, 5710],
      words:
        /(chain|network) ?(id)?.{0,40}(mismatch|not (match|configured|added|supported)|does not match|unrecognized|unknown)|unrecognized chain|(wrong|another|different|underlying) (chain|network)|network changed|chain disconnected|match the active chain/i,
    },
  ],
  [
    "notConnected",
    {
      names:
        /^(ConnectorNotConnected|ConnectorAccountNotFound|ConnectorUnavailableReconnecting|ProviderNotFound|UnauthorizedProvider|AccountNotFound|ConnectorNotFound)Error$/,
      codes: [4100],
      words:
        /connector not (connected|found)|provider not found|no (matching key|wallet)|not been authorized|unauthorized.{0,30}account|session (topic|expired|disconnected)|wallet (is )?locked|locked device|0x5515|0x6b0c|unknown account/i,
    },
  ],
  [
    "rate",
    { codes: [429, -32_005, -32_029], words: /\brate limit|ratelimit|too many requests|compute units|throttl|quota/i },
  ],
  [
    "unsupported",
    {
      names:
        /^(UnsupportedProviderMethod|MethodNotFoundRpc|MethodNotSupportedRpc|AtomicityNotSupported|AtomicReadyWalletRejectedUpgrade|BundleTooLarge|UnsupportedNonOptionalCapability)Error$/,
      codes: [4200, -32_601, -32_004, 5700, 5740, 5760, "UNSUPPORTED_OPERATION", "NOT_IMPLEMENTED"],
      words:
        /(method|operation|feature|capabilit|wallet).{0,60}(not (been )?(supported|implemented|found|available)|unsupported|does not exist)|does not support|unsupported (method|operation)|blind signing|contract data.{0,30}(disabled|allowed)|0x6a80/i,
    },
  ],
  [
    "network",
    {
      names:
        /^(HttpRequest|Timeout|WebSocketRequest|SocketClosed|ProviderDisconnected|ChainDisconnected|WaitForTransactionReceiptTimeout|TransactionReceiptNotFound|Network)Error$/,
      codes: [
        408,
        500,
        502,
        503,
        504,
        520,
        521,
        522,
        523,
        524,
        530,
        4900,
        "NETWORK_ERROR",
        "SERVER_ERROR",
        "TIMEOUT",
        "ECONNREFUSED",
        "ECONNRESET",
        "ENOTFOUND",
        "ETIMEDOUT",
        "EAI_AGAIN",
        "UND_ERR_CONNECT_TIMEOUT",
        "EPIPE",
      ],
      words:
        /failed to fetch|fetch failed|load failed|network ?(request )?(error|failed)|could not (detect network|coalesce)|timed? ?out|timeout|socket (hang up|closed)|connection (refused|reset|closed|lost|error)|disconnected|econn|enotfound|offline|bad gateway|service unavailable|gateway time|missing response|non-200 status|quorum|no error or result|header not found|http request failed|internal server error/i,
    },
  ],
  [
    "reverted",
    {
      names: /^(ContractFunctionReverted|ExecutionReverted|CallExecution|ContractFunctionExecution)Error$/,
      codes: [3, "CALL_EXCEPTION"],
      words: /execution reverted|transaction (execution )?(has been )?(reverted|failed)|vm exception|\breverted\b/i,
    },
  ],
]

export function failureNameOf({ words, codes, names }: Evidence): FailureName {
  const found = signs.find(
    ([, sign]) =>
      names.some((name) => sign.names?.test(name)) ||
      codes.some((code) => sign.codes?.includes(code)) ||
      sign.words?.test(words),
  )
  return found?.[0] ?? "unknown"
}
