; A product with a larger factor is not smaller. Supports the fee claims of Amounts.sol, in which z3 then needs no product of
; two variables.
(declare-const x Int)
(declare-const low Int)
(declare-const high Int)
(assert (and (>= x 0) (<= low high)))
(assert (not (<= (* x low) (* x high))))
(check-sat)
