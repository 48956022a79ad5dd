# pwd, grp, resource, fcntl and locale: what a program asks of the system around it.
import fcntl, pwd, grp, resource, locale, os, tempfile, struct, sys, getpass, calendar
def show(f):
    try: print(f())
    except Exception as e: print(type(e).__module__,type(e).__name__,e)
print(pwd.getpwuid(0),pwd.getpwnam("root").pw_dir,grp.getgrgid(0),[u.pw_name for u in pwd.getpwall()]==[l.split(":")[0] for l in open("/etc/passwd")],len(grp.getgrall()))
for f in (lambda:pwd.getpwuid("x"),lambda:pwd.getpwnam(3),lambda:resource.getrlimit(99),lambda:resource.getrusage(9),lambda:resource.setrlimit(0,(1,)),lambda:fcntl.fcntl(99,fcntl.F_GETFD),lambda:fcntl.flock(99,fcntl.LOCK_EX),lambda:fcntl.lockf(0,0),lambda:fcntl.fcntl("x",1),lambda:locale.setlocale(locale.LC_ALL,"xx_YY"),lambda:locale.setlocale(99)): show(f)
print(type(resource.getrlimit(resource.RLIMIT_NOFILE)),resource.getrusage(resource.RUSAGE_SELF).ru_maxrss>0,resource.getpagesize(),resource.RLIM_INFINITY,resource.error is OSError)
soft,hard=resource.getrlimit(resource.RLIMIT_NOFILE); resource.setrlimit(resource.RLIMIT_NOFILE,(soft,hard))
with tempfile.TemporaryFile() as f:
    fl=fcntl.fcntl(f,fcntl.F_GETFL); print(fcntl.fcntl(f,fcntl.F_GETFD)); fcntl.flock(f,fcntl.LOCK_EX|fcntl.LOCK_NB); fcntl.lockf(f,fcntl.LOCK_EX); fcntl.lockf(f,fcntl.LOCK_UN); print(len(fcntl.fcntl(f.fileno(),fcntl.F_GETLK,struct.pack("hhqqi",fcntl.F_WRLCK,0,0,0,0))))
show(lambda: fcntl.ioctl(0,0x5413,b"12345678"))
print(locale.setlocale(locale.LC_ALL,"C"),locale.localeconv(),locale.getlocale(),locale.format_string("%d",1234567,grouping=True),locale.currency if 0 else "",locale.strcoll("a","b"),locale.strxfrm("abc"),locale.nl_langinfo(locale.CODESET),locale.nl_langinfo(locale.DAY_1),locale.atof("1.5"),locale.str(2.5))
print(locale.setlocale(locale.LC_CTYPE,"C.UTF-8"),locale.setlocale(locale.LC_ALL),locale.setlocale(locale.LC_ALL,""),locale.getlocale())
show(lambda: locale.currency(5))
print(calendar.month(2024,2)); print(calendar.LocaleTextCalendar().formatmonth(2024,3)); os.environ["LOGNAME"]="me"; print(getpass.getuser(),os.path.expanduser("~root"))
