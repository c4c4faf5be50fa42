// A relay of WalletConnect on this machine: it passes sealed messages on by topic, and keeps those that no one has heard yet.
import type { AddressInfo } from "node:net"

import { type WebSocket, WebSocketServer } from "ws"

type Message = { readonly topic: string; readonly message: string; readonly tag: number; readonly publishedAt: number }
type Params = Readonly<Record<string, string | number | readonly string[]>>

export type WalletRelay = {
  readonly url: string
  /** How many programs have connected. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

export async function startWalletRelay(): Promise<WalletRelay> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" })
  await new Promise((resolve) => server.once("listening", resolve))
  const listeners = new Map<string, Set<WebSocket>>()
  const mailbox: Message[] = []
  let connections = 0
  let id = 1

  const deliver = (to: WebSocket, data: Message) => {
    const params = { id: data.topic, data }
    to.send(
      JSON.stringify({ jsonrpc: "2.0", id: Date.now() * 1_000 + (id++ % 1_000), method: "irn_subscription", params }),
    )
  }
  const publish = (from: WebSocket, { topic, message, tag }: Omit<Message, "publishedAt">) => {
    const data = { topic, message, tag, publishedAt: Date.now() }
    const others = [...(listeners.get(topic) ?? [])].filter((one) => one !== from)
    for (const one of others) deliver(one, data)
    if (others.length === 0) mailbox.push(data)
    return true
  }
  const subscribe = (socket: WebSocket, topic: string) => {
    listeners.set(topic, (listeners.get(topic) ?? new Set()).add(socket))
    for (const data of mailbox.filter((one) => one.topic === topic)) {
      mailbox.splice(mailbox.indexOf(data), 1)
      setTimeout(() => deliver(socket, data))
    }
    return topic
  }
  const answers: Readonly<Record<string, (socket: WebSocket, params: Params) => unknown>> = {
    irn_subscribe: (socket, { topic }) => subscribe(socket, String(topic)),
    irn_batchSubscribe: (socket, { topics }) =>
      (Array.isArray(topics) ? topics : []).map((topic) => subscribe(socket, String(topic))),
    irn_unsubscribe: (socket, { topic }) => listeners.get(String(topic))?.delete(socket) ?? false,
    irn_publish: (socket, { topic, message, tag }) =>
      publish(socket, { topic: String(topic), message: String(message), tag: Number(tag) }),
    irn_batchFetchMessages: () => ({ messages: [], hasMore: false }),
    wc_proposeSession: (socket, { pairingTopic, sessionProposal }) => {
      subscribe(socket, String(pairingTopic))
      return publish(socket, { topic: String(pairingTopic), message: String(sessionProposal), tag: 1_100 })
    },
    wc_approveSession: (socket, { pairingTopic, sessionTopic, sessionProposalResponse, sessionSettlementRequest }) => {
      subscribe(socket, String(sessionTopic))
      publish(socket, { topic: String(pairingTopic), message: String(sessionProposalResponse), tag: 1_101 })
      return publish(socket, { topic: String(sessionTopic), message: String(sessionSettlementRequest), tag: 1_102 })
    },
  }
  server.on("connection", (socket) => {
    connections += 1
    socket.on("message", (text) => {
      const { id: asked, method, params } = JSON.parse(String(text))
      if (typeof method !== "string") return
      const answer = answers[method]
      const result = answer ? { result: answer(socket, params) } : { error: { code: -32_601, message: method } }
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: asked, ...result }))
    })
    socket.on("close", () => {
      for (const sockets of listeners.values()) sockets.delete(socket)
    })
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}`,
    connections: () => connections,
    close: async () => {
      for (const client of server.clients) client.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
