// What the pages of each role ask of the server, for one of many renters, hosts and machines at a time.
import { crowd } from "../../../test/support/manyRentals.ts"
import { transactionOf } from "../../../test/support/recordedChain.ts"
import { machineNumber, models, regions } from "./offers.ts"
import { paidIn } from "./scene.ts"

/** A request by the number of its asker. */
export interface PageRequest {
  readonly page: string
  /** The route of server/openapi.json. */
  readonly route: string
  readonly path: (place: number) => string
}

export interface Size {
  readonly rentals: number
  readonly offers: number
}

/** The requests of the index's pages. */
export function indexRequests({ rentals }: Size): PageRequest[] {
  const rental = (place: number) => crowd.rental((place * 7_919) % rentals)
  const machine = (place: number) => {
    const host = crowd.host(place)
    // All rentals of a host here are of one machine.
    return { host, machine: crowd.machine(host, place) }
  }
  // The first block of the chain is about no rental.
  const transaction = (place: number) => transactionOf(crowd.hosts + 1 + ((place * 7_919) % rentals))
  const digits = (text: string) => text.slice(0, 10)
  const of = (page: string, route: string, path: PageRequest["path"]): PageRequest => ({ page, route, path })
  return [
    of("every", "/meta", () => "/meta"),
    of("paying", "/transactions/{hash}", (n) => `/transactions/${transaction(n)}?wait=20`),
    of("rental", "/rentals/{id}", (n) => `/rentals/${rental(n)}`),
    of("rental", "/rentals/{id}/events", (n) => `/rentals/${rental(n)}/events`),
    of("renter", "/rentals", (n) => `/rentals?renter=${crowd.renter(n)}&sort=deadline`),
    of("renter", "/accounts/{account}", (n) => `/accounts/${crowd.renter(n)}`),
    of("renter", "/accounts/{account}/spending", (n) => `/accounts/${crowd.renter(n)}/spending`),
    of("renter", "/mandates", (n) => `/mandates?renter=${crowd.renter(n)}`),
    of("host", "/hosts/{host}", (n) => `/hosts/${crowd.host(n)}`),
    of("host", "/hosts/{host}/earnings", (n) => `/hosts/${crowd.host(n)}/earnings?by=day`),
    of("host", "/hosts/{host}/earnings", (n) => `/hosts/${crowd.host(n)}/earnings?by=machine`),
    of("host", "/hosts/{host}/machines", (n) => `/hosts/${crowd.host(n)}/machines`),
    of("host", "/machines/{host}/{machine}", (n) => `/machines/${machine(n).host}/${machine(n).machine}`),
    of("host", "/rentals", (n) => `/rentals?host=${crowd.host(n)}&open=true`),
    of("host", "/rentals", (n) => `/rentals?host=${crowd.host(n)}&machine=${machine(n).machine}`),
    of("arbiter", "/disputes", () => `/disputes?arbiter=${crowd.arbiter}`),
    of("arbiter", "/disputes", () => `/disputes?arbiter=${crowd.arbiter}&open=true`),
    of("verify", "/books", () => "/books"),
    of("verify", "/markets", () => "/markets"),
    of("verify", "/roles", () => "/roles"),
    of("search", "/search", (n) => `/search?q=${digits(n % 2 ? crowd.host(n) : rental(n))}`),
    of("search", "/search", (n) => `/search?q=${[crowd.renter(n), rental(n), transaction(n)][n % 3]}`),
    of("ranking", "/hosts", () => "/hosts"),
    of("operator", "/rentals", (n) => `/rentals?token=${paidIn[n % paidIn.length]}`),
    of("operator", "/rentals", () => "/rentals?status=Disputed,Interrupted"),
    of("operator", "/rentals", () => "/rentals?disputed=true&sort=deadline"),
  ]
}

/** The requests of the board's pages. */
export function boardRequests({ offers }: Size): PageRequest[] {
  const machine = (place: number) => machineNumber((place * 7_919) % offers)
  const model = (place: number) => encodeURIComponent(models[place % models.length] ?? "")
  const region = (place: number) => encodeURIComponent(regions[place % regions.length] ?? "")
  const token = paidIn[0] ?? ""
  const list = (query: (place: number) => string): PageRequest => {
    return { page: "market", route: "/offers", path: (place) => `/offers?${query(place)}` }
  }
  return [
    list(() => ""),
    list((n) => `gpu=${model(n)}`),
    list((n) => `gpu=${model(n)}&minGpus=4&region=${region(n)}&duration=172800`),
    list((n) => `minMemory=80&maxDollarsPerHour=${2 + (n % 5)}&minServedBps=9000`),
    list((n) => `token=${token}&maxPricePerHour=${2_000_000 + (n % 9) * 500_000}&minDownload=5000&sort=record`),
    list((n) => `gpu=${model(n)}&sort=bond&minBondDollars=100`),
    list((n) => `maxStartWindow=900&maxCommitment=7200&sort=${n % 2 ? "newest" : "start"}`),
    list((n) => `host=${crowd.host(n)}`),
    { page: "market", route: "/offers/summary", path: () => "/offers/summary" },
    { page: "market", route: "/offers/summary", path: (n) => `/offers/summary?gpu=${model(n)}` },
    {
      page: "offer",
      route: "/offers/{host}/{machine}",
      path: (n) => `/offers/${machine(n).host}/${machine(n).machine}`,
    },
    { page: "offer", route: "/documents/{hash}", path: (n) => `/documents/${machine(n).spec}` },
  ]
}
