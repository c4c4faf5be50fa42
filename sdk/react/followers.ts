"use client"

// Which escrows and rentals are followed by their events, so that their queries need no polls.
import type { QueryClient } from "@tanstack/react-query"
import { useCallback, useSyncExternalStore } from "react"

import type { QueryScope } from "./keys.ts"

type Followers = { readonly scopes: Set<QueryScope>; readonly listeners: Set<() => void> }

const followers = new WeakMap<QueryClient, Followers>()

function followersOf(queries: QueryClient): Followers {
  const found = followers.get(queries) ?? { scopes: new Set(), listeners: new Set() }
  followers.set(queries, found)
  return found
}

/** Notes that the events of a scope are followed. Returns the function that ends it. */
export function noteFollower(queries: QueryClient, scope: QueryScope): () => void {
  const { scopes, listeners } = followersOf(queries)
  const own = { ...scope }
  const tell = () => {
    for (const listener of listeners) listener()
  }
  scopes.add(own)
  tell()
  return () => {
    scopes.delete(own)
    tell()
  }
}

/** Whether a follower reports every change of what a query is about. */
export function useIsFollowed(queries: QueryClient, scope: QueryScope): boolean {
  const { scopes, listeners } = followersOf(queries)
  const subscribe = useCallback(
    (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    [listeners],
  )
  return useSyncExternalStore(
    subscribe,
    () => [...scopes].some((followed) => isWithin(followed, scope)),
    () => false,
  )
}

/** Whether every property of the one is the other's too. */
function isWithin(followed: QueryScope, scope: QueryScope): boolean {
  return Object.entries(followed).every(([name, value]) => scope[name] === value)
}
