export { OfferEndpointError, openOfferEndpoint, type SignRemoval } from "./offerEndpoint.ts"
export {
  changedTerms,
  getOwnerTerms,
  known,
  type OwnerTerms,
  type PinnedTerms,
  pinTerms,
  type SignedTerms,
} from "./ownerTerms.ts"
