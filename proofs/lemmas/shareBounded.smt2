; A share of at most 10 000 basis points is at most the amount, and for amounts below 2^129 its product stays below 2^256.
; Supports RentalMath.shareDown: its unchecked product. q is the quotient, r its remainder.
(declare-const amount Int)
(declare-const bps Int)
(declare-const q Int)
(declare-const r Int)
(assert (and (>= amount 0) (< amount 680564733841876926926749214863536422912)))
(assert (and (>= bps 0) (<= bps 10000)))
(assert (and (= (* amount bps) (+ (* 10000 q) r)) (<= 0 r) (< r 10000)))
(assert (not (and (<= 0 q) (<= q amount)
  (< (* amount bps) 115792089237316195423570985008687907853269984665640564039457584007913129639936))))
(check-sat)
