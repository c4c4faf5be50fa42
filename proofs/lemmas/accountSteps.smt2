; What was paid for a rental and did not come back is, after every step, the price of what is covered and not refunded, and at an end without a ruling at most the price of the billed seconds.
; Supports R4 and I6, for every price: Accounts.sol proves the same steps of the real code for one price. cost is any function that
; never falls (costMonotone); covered, refunded and paid are seconds; account is what was paid in less what came back. A step adds or
; gives back a difference of two principals held, as in RentalEscrow.sol and ExtensionPrice.sol.
(declare-fun cost (Int) Int)
(declare-const covered Int)
(declare-const refunded Int)
(declare-const paid Int)
(declare-const longer Int)
(declare-const more Int)
(declare-const billed Int)
(declare-const account Int)
(define-fun held ((seconds Int) (back Int)) Int (- (cost (- seconds back)) (cost paid)))
(define-fun extended () Int (+ account (- (held longer refunded) (held covered refunded))))
(define-fun afterRefund () Int (- account (- (held covered refunded) (held covered more))))
(define-fun ended () Int (- account (- (held covered refunded) (held billed refunded))))
(assert (and (<= 0 refunded) (<= 0 paid) (<= (+ paid refunded) billed) (<= billed covered) (<= covered longer)))
(assert (and (<= refunded more) (<= (+ paid more) covered)))
(assert (= account (cost (- covered refunded))))
(assert (<= (cost (- billed refunded)) (cost billed)))
(assert (not (and
  (= extended (cost (- longer refunded)))
  (= afterRefund (cost (- covered more)))
  (= ended (cost (- billed refunded)))
  (<= ended (cost billed)))))
(check-sat)
