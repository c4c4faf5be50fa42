; More seconds never cost less, and the product in the cost stays below 2^128.
; Supports RentalMath.costDown: its unchecked product, and every difference of two costs in RentalMath. q is a quotient, r its
; remainder.
(declare-const price Int)
(declare-const s1 Int)
(declare-const s2 Int)
(declare-const q1 Int)
(declare-const r1 Int)
(declare-const q2 Int)
(declare-const r2 Int)
(define-fun limit () Int 340282366920938463463374607431768211456)
(assert (and (>= price 0) (< price 79228162514264337593543950336)))
(assert (and (<= 0 s1) (<= s1 s2) (< s2 4294967296)))
(assert (and (= (* price s1) (+ (* 3600 q1) r1)) (<= 0 r1) (< r1 3600)))
(assert (and (= (* price s2) (+ (* 3600 q2) r2)) (<= 0 r2) (< r2 3600)))
(assert (not (and (<= q1 q2) (< (* price s1) limit) (< (* price s2) limit))))
(check-sat)
