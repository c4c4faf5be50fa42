; Whoever earns more gets no less after the fee, whether rolling payments came before or in between.
; Supports the bounds of `stop`: Bounds.sol is about what the host earns, and Rentals._split takes the fee from it. before is what
; earlier payments earned, g1 and g2 are two amounts on top; q are the quotients of the cumulative fees, r their remainders.
(declare-const before Int)
(declare-const g1 Int)
(declare-const g2 Int)
(declare-const bps Int)
(declare-const q0 Int)
(declare-const r0 Int)
(declare-const q1 Int)
(declare-const r1 Int)
(declare-const q2 Int)
(declare-const r2 Int)
(define-fun net1 () Int (- g1 (- q1 q0)))
(define-fun net2 () Int (- g2 (- q2 q0)))
; What is left to a second payment if the first one earned g1.
(define-fun rest () Int (- (- g2 g1) (- q2 q1)))
(assert (and (>= before 0) (<= 0 g1) (<= g1 g2) (<= 0 bps) (<= bps 10000)))
(assert (and (= (* before bps) (+ (* 10000 q0) r0)) (<= 0 r0) (< r0 10000)))
(assert (and (= (* (+ before g1) bps) (+ (* 10000 q1) r1)) (<= 0 r1) (< r1 10000)))
(assert (and (= (* (+ before g2) bps) (+ (* 10000 q2) r2)) (<= 0 r2) (< r2 10000)))
(assert (not (and (<= net1 net2) (<= rest net2))))
(check-sat)
