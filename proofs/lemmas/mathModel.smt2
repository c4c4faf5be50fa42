; OpenZeppelin's branchless min, max, saturatingSub and ceilDiv return the same as the model, for all 256-bit words.
; Supports proofs/models/Math.sol. The original, without branches: `b ^ ((a ^ b) * toUint(condition))`; `c = a - b` unchecked, times
; toUint(c <= a); `toUint(a > 0) * ((a - 1) / b + 1)` unchecked.
(define-sort Word () (_ BitVec 256))
(define-fun zero () Word (_ bv0 256))
(define-fun one () Word (_ bv1 256))
(define-fun toUint ((condition Bool)) Word (ite condition one zero))
(define-fun ternary ((condition Bool) (a Word) (b Word)) Word (bvxor b (bvmul (bvxor a b) (toUint condition))))
(declare-const a Word)
(declare-const b Word)
; The quotient of both divisions, which are identical. It is left arbitrary.
(declare-fun quotient (Word Word) Word)
(define-fun difference () Word (bvsub a b))
(assert (not (and
  (= (ternary (bvult a b) a b) (ite (bvult a b) a b))
  (= (ternary (bvugt a b) a b) (ite (bvugt a b) a b))
  (= (bvmul difference (toUint (bvule difference a))) (ite (bvugt a b) (bvsub a b) zero))
  (= (bvmul (toUint (bvugt a zero)) (bvadd (quotient (bvsub a one) b) one))
     (ite (= a zero) zero (bvadd (quotient (bvsub a one) b) one))))))
(check-sat)
