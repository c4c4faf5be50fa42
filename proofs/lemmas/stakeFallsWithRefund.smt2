; A refund never raises the stake.
; Supports RentalEscrow.refund: `stakeReturned = stakeBefore - state.stakeDown(...)`. q is a quotient, r its remainder.
(declare-const before Int)
(declare-const after Int)
(declare-const q1 Int)
(declare-const r1 Int)
(declare-const q2 Int)
(declare-const r2 Int)
(assert (and (<= 0 after) (<= after before)))
(assert (and (= (* before 500) (+ (* 10000 q1) r1)) (<= 0 r1) (< r1 10000)))
(assert (and (= (* after 500) (+ (* 10000 q2) r2)) (<= 0 r2) (< r2 10000)))
(assert (not (<= q2 q1)))
(check-sat)
