// node offer.ts   signs an offer as the host of `npm run chain`, and prints the page's link with it
import { buildOffer, offerLink, signOffer } from "@gpuflow/escrow/offer"
import { createWalletClient, getAddress, type Hex, http, keccak256, parseUnits, toHex } from "viem"
import { privateKeyToAccount } from "viem/accounts"
import { polygon } from "viem/chains"

const { GPUFLOW_RPC_URL: url, GPUFLOW_ESCROW, GPUFLOW_PRIVATE_KEY: key } = process.env
if (!url || !GPUFLOW_ESCROW || !key) throw new Error("Export what `npm run chain` printed, with the key of the host.")
const escrow = getAddress(GPUFLOW_ESCROW)
const host = privateKeyToAccount(key as Hex)
const client = createWalletClient({ account: host, chain: polygon, transport: http(url) })

const offer = await buildOffer(client, {
  escrow,
  host: host.address,
  token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", // USDC on Polygon
  machine: keccak256(toHex("rack 3, unit 2")),
  spec: keccak256(toHex("A100 80 GB, driver 570, 2 TB NVMe")),
  pricePerHour: parseUnits("1.50", 6),
  maxDuration: 30n * 86_400n,
  startWindow: 0n, // a rental runs from its payment on
})
const hostSignature = await signOffer(client, { escrow, offer })
console.log(offerLink("http://127.0.0.1:5173/", { chainId: polygon.id, escrow, offer, hostSignature }))
