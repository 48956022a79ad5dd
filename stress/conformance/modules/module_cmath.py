# cmath: every function on a grid of finite and infinite numbers.
import cmath, itertools
vals=[0.0,-0.0,1.0,-1.0,0.5,-2.25,1e300,-1e308,710.0,-750.0,3.0,float("inf"),float("-inf")]
fs=["acos","acosh","asin","asinh","atan","atanh","cos","cosh","exp","log","log10","sin","sinh","sqrt","tan","tanh","phase","polar","isfinite","isinf","isnan"]
for n in fs:
    f=getattr(cmath,n)
    for a,b in itertools.product(vals,vals):
        try: r=f(complex(a,b))
        except Exception as e: r=type(e).__name__+str(e)
        print(n,a,b,r)
for a,b in itertools.product(vals,vals):
    try: print("rect",a,b,cmath.rect(a,b))
    except Exception as e: print("rect",a,b,e)
for f in (lambda:cmath.sqrt("x"),lambda:cmath.sqrt(),lambda:cmath.log(8,2),lambda:cmath.log(8,1),lambda:cmath.log(0),lambda:cmath.sqrt(-1),lambda:cmath.exp(1j*cmath.pi),lambda:cmath.isclose(1,1+1e-10),lambda:cmath.isclose(1,2,rel_tol=-1),lambda:cmath.infj,lambda:cmath.nanj,lambda:cmath.log(2,"x"),lambda:cmath.sqrt(None),lambda:cmath.sqrt([])):
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
