# zlib: streams at once and in pieces, gzip and zip files, and errors.
import zlib, gzip, io, zipfile, sys
def show(f):
    try: print(f())
    except Exception as e: print(type(e).__module__,type(e).__name__,e)
d=b"hello world "*100+bytes(range(256))
for l in (-1,0,1,6,9): show(lambda: zlib.compress(d,l).hex()[:80]+" %d"%len(zlib.compress(d,l)))
show(lambda: zlib.decompress(zlib.compress(d))==d)
show(lambda: zlib.decompress(b"xxxx")); show(lambda: zlib.decompress(zlib.compress(d)[:-5])); show(lambda: zlib.decompress(b"")); show(lambda: zlib.compress("x")); show(lambda: zlib.compress(d,99)); show(lambda: zlib.crc32(b"abc")); show(lambda: zlib.adler32(b"abc")); show(lambda: zlib.crc32(b"abc",5)); show(lambda: zlib.crc32(b"",-1))
c=zlib.compressobj(9,zlib.DEFLATED,-15); x=c.compress(d)+c.flush(zlib.Z_SYNC_FLUSH); c2=c.copy(); x1=x+c.flush(); x2=x+c2.compress(b"zz")+c2.flush(); print(len(x1),len(x2),zlib.decompress(x2,-15)[-4:])
show(lambda: c.compress(b"a"))
do=zlib.decompressobj(); z=zlib.compress(d)+b"tail"; out=do.decompress(z,10); print(out,len(do.unconsumed_tail),do.eof); out+=do.decompress(do.unconsumed_tail); print(out==d,do.eof,do.unused_data,do.flush())
do=zlib.decompressobj(wbits=47); g=gzip.compress(d,mtime=0); print(g[:12].hex(),do.decompress(g)==d)
show(lambda: zlib.decompressobj(wbits=99)); show(lambda: zlib.compressobj(level=77)); show(lambda: zlib.decompressobj().decompress(b"abc")); show(lambda: zlib.decompressobj().decompress(z,-1))
zd=b"hello world"; c=zlib.compressobj(zdict=zd); y=c.compress(b"hello world again")+c.flush(); print(y.hex(), zlib.decompressobj(zdict=zd).decompress(y)); show(lambda: zlib.decompress(y))
big=bytes(1000000); print(len(zlib.compress(big)),zlib.decompress(zlib.compress(big))==big)
b=io.BytesIO()
with gzip.GzipFile(fileobj=b,mode="wb",mtime=1) as f: f.write(b"line1\nline2\n")
b.seek(0); print(gzip.GzipFile(fileobj=b).readlines()); show(lambda: gzip.decompress(b"notgz")); show(lambda: gzip.decompress(g[:-3]))
with gzip.open("/tmp/_ouro_t.gz","wt") as f: print("héllo",file=f)
print(gzip.open("/tmp/_ouro_t.gz","rt").read())
b=io.BytesIO()
with zipfile.ZipFile(b,"w",zipfile.ZIP_DEFLATED) as z:
    z.writestr(zipfile.ZipInfo("a.txt",(2020,1,1,0,0,0)),"hello"*50); z.writestr("b/c.txt",b"x")
with zipfile.ZipFile(b) as z: print(z.namelist(),z.read("a.txt")[:10],z.testzip(),z.getinfo("b/c.txt").file_size)
show(lambda: zipfile.ZipFile(io.BytesIO(b"abc")))
print(zlib.ZLIB_VERSION==zlib.ZLIB_RUNTIME_VERSION, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.error.__mro__, type(zlib.compressobj()))
import shutil,tempfile,os
t=tempfile.mkdtemp(); open(t+"/f","w").write("data"); a=shutil.make_archive(t+"_arc","gztar",t); print(os.path.basename(a)[-7:]); shutil.unpack_archive(a,t+"_out"); print(os.listdir(t+"_out")); shutil.rmtree(t); shutil.rmtree(t+"_out"); os.remove(a)
