; The fee of a slice is at least 0 and at most the slice, whatever was earned before it.
; Supports RentalMath.feeDown: its unchecked subtraction, and `toHost = gross - fee` in Rentals._split. q is a quotient, r
; its remainder.
(declare-const before Int)
(declare-const gross Int)
(declare-const bps Int)
(declare-const q0 Int)
(declare-const r0 Int)
(declare-const q1 Int)
(declare-const r1 Int)
(assert (and (>= before 0) (>= gross 0) (>= bps 0) (<= bps 10000)))
(assert (and (= (* before bps) (+ (* 10000 q0) r0)) (<= 0 r0) (< r0 10000)))
(assert (and (= (* (+ before gross) bps) (+ (* 10000 q1) r1)) (<= 0 r1) (< r1 10000)))
(assert (not (and (<= 0 (- q1 q0)) (<= (- q1 q0) gross))))
(check-sat)
