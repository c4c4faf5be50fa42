; False: what a concession multiplies fits in 128 bits.
; A canary, which the solver must refute: a stake of up to 2^125 times the evidence window does not.
(declare-const stake Int)
(declare-const charged Int)
(assert (and (<= 0 stake) (< stake 42535295865117307932921825928971026432)))
(assert (and (<= 0 charged) (<= charged 86400)))
(assert (not (< (* stake charged) 340282366920938463463374607431768211456)))
(check-sat)
