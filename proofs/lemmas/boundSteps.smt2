; A refund, a rolling payment or an interruption in front of a stop never raises what the host earns by it.
; Supports `maxToHost`: what a stop lets the host earn is cost(billed - refunded) - cost(paid) (Accounts.sol). cost is any function that
; never falls (costMonotone). refunded2 and paid2 are what the call in front leaves; elapsed is what an interruption bills, at
; most billed (Bounds.sol).
(declare-fun cost (Int) Int)
(declare-const billed Int)
(declare-const elapsed Int)
(declare-const refunded Int)
(declare-const refunded2 Int)
(declare-const paid Int)
(declare-const paid2 Int)
(define-fun earned ((seconds Int) (back Int) (collected Int)) Int (- (cost (- seconds back)) (cost collected)))
(assert (and (<= 0 refunded) (<= refunded refunded2) (<= 0 paid) (<= paid paid2) (<= elapsed billed)))
(assert (<= (cost (- billed refunded2)) (cost (- billed refunded))))
(assert (<= (cost (- elapsed refunded)) (cost (- billed refunded))))
(assert (<= (cost paid) (cost paid2)))
(assert (not (and
  (<= (earned billed refunded2 paid) (earned billed refunded paid))
  (<= (earned billed refunded paid2) (earned billed refunded paid))
  (<= (earned elapsed refunded paid) (earned billed refunded paid)))))
(check-sat)
