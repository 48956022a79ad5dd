// interpreters: the part of the module that is easier said in the language - its exceptions, what
// needs the library, and the pool.
#include "runtime/code/code.h"
#include "runtime/execute/call.h"
#include "runtime/module/interpreters.h"
#include "runtime/object/function.h"
#include "runtime/object/module.h"
#include "runtime/object/str.h"

namespace ouro {
namespace {

// What imports much is made when somebody asks for it.
constexpr std::string_view kGlue = R"(
import sys as _sys

_Namespace = type(_sys.implementation)


class InterpreterError(RuntimeError):
    """An operation on an interpreter failed."""


class InterpreterNotFoundError(InterpreterError):
    """There is no such interpreter, or not any more."""


class ExecutionFailed(InterpreterError):
    """Code raised in another interpreter; excinfo tells what."""

    def __init__(self, excinfo):
        super().__init__(excinfo.formatted)
        self.excinfo = excinfo

    def __str__(self):
        return f'{super().__str__()}\n\nUncaught in the interpreter:\n\n{self.excinfo.errdisplay}'


class NotShareableError(TypeError):
    """The object cannot cross to another interpreter."""


class ChannelError(RuntimeError):
    pass


class ChannelNotFoundError(ChannelError):
    pass


class ChannelClosedError(ChannelError):
    pass


class ChannelEmptyError(ChannelError):
    pass


class QueueError(RuntimeError):
    """An operation on a queue failed."""


class QueueNotFoundError(QueueError):
    """There is no such queue, or not any more."""


class ItemInterpreterDestroyed(QueueError):
    """Who put the item into the queue has ended since."""


RunFailedError = ExecutionFailed


def _execution_failed(name, qualname, module, message, display):
    title = qualname if module in ('builtins', '__main__') else f'{module}.{qualname}'
    return ExecutionFailed(_Namespace(
        type=_Namespace(__name__=name, __qualname__=qualname, __module__=module),
        msg=message,
        formatted=f'{title}: {message}' if message else title,
        errdisplay=display))


def _dedented(source):
    import textwrap
    return textwrap.dedent(source)


def _pickled(object, refused):
    try:
        import pickle
        return pickle.dumps(object)
    except Exception as error:
        raise refused from error


def _unpickled(data):
    try:
        import pickle
        return pickle.loads(data)
    except Exception as error:
        raise NotShareableError('the object cannot be made again here') from error


def _call_in_thread(interpreter, callable, arguments, keywords):
    import threading
    thread = threading.Thread(target=interpreter.call, args=(callable, *arguments), kwargs=keywords)
    thread.start()
    return thread


def _define_queue_errors():
    global QueueEmpty, QueueFull
    import queue

    class QueueEmpty(QueueError, queue.Empty):
        """There is nothing in the queue."""

    class QueueFull(QueueError, queue.Full):
        """There is no room in the queue."""


def _report(errors, function, arguments, keywords):
    try:
        return function(*arguments, **keywords)
    except BaseException as error:
        try:
            errors.put(error)
        except NotShareableError:
            pass
        raise


def _define_pool():
    global BrokenInterpreterPool, InterpreterPoolExecutor
    import itertools
    import queue
    import threading
    from concurrent.futures import thread

    class BrokenInterpreterPool(thread.BrokenThreadPool):
        """An initializer failed, so the pool takes no more work."""

    class Worker:
        def __init__(self):
            self.interpreter = create()
            self.errors = create_queue()

        def run(self, function, arguments, keywords):
            try:
                return self.interpreter.call(_report, self.errors, function, arguments, keywords)
            except ExecutionFailed as failed:
                try:
                    error = self.errors.get_nowait()
                except (queue.Empty, NotShareableError):
                    raise failed from None
                raise error from failed

    # Only its thread has it, so it goes with that: a worker may stand in a traceback.
    class Closing:
        def __init__(self, interpreter):
            self.interpreter = interpreter

        def __del__(self):
            self.interpreter.close()

    class Workers:
        def __init__(self, initializer, arguments):
            self.initializer = initializer
            self.arguments = arguments
            self.place = threading.local()

        def open(self):
            worker = self.place.worker = Worker()
            self.place.closing = Closing(worker.interpreter)
            if self.initializer is not None:
                worker.run(self.initializer, self.arguments, {})

        def run(self, function, /, *arguments, **keywords):
            return self.place.worker.run(function, arguments, keywords)

    numbers = itertools.count().__next__

    class InterpreterPoolExecutor(thread.ThreadPoolExecutor):
        """Threads that each run what is submitted in an interpreter of their own."""

        def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
            if initializer is not None and not callable(initializer):
                raise TypeError('initializer must be a callable')
            self._workers = Workers(initializer, tuple(initargs))
            super().__init__(max_workers,
                             thread_name_prefix or f'InterpreterPoolExecutor-{numbers()}',
                             self._workers.open)

        def submit(self, fn, /, *args, **kwargs):
            try:
                return super().submit(self._workers.run, fn, *args, **kwargs)
            except thread.BrokenThreadPool as error:
                raise BrokenInterpreterPool(*error.args) from None

        def _initializer_failed(self):
            with self._shutdown_lock:
                self._broken = 'an initializer of the pool failed'
                while True:
                    try:
                        item = self._work_queue.get_nowait()
                    except queue.Empty:
                        return
                    if item is not None:
                        item.future.set_exception(BrokenInterpreterPool(self._broken))

    for class_ in (BrokenInterpreterPool, InterpreterPoolExecutor):
        class_.__module__ = __name__


_LATER = {'QueueEmpty': _define_queue_errors, 'QueueFull': _define_queue_errors,
          'InterpreterPoolExecutor': _define_pool, 'BrokenInterpreterPool': _define_pool}


def __getattr__(name):
    if name not in _LATER:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    _LATER[name]()
    return globals()[name]


def __dir__():
    return sorted({*globals(), *_LATER})


__all__ = ['get_current', 'get_main', 'create', 'list_all', 'is_shareable', 'Interpreter',
           'InterpreterError', 'InterpreterNotFoundError', 'ExecutionFailed', 'NotShareableError',
           'create_queue', 'Queue', 'QueueError', 'QueueNotFoundError', 'QueueEmpty', 'QueueFull',
           'ItemInterpreterDestroyed', 'UNBOUND', 'UNBOUND_ERROR', 'UNBOUND_REMOVE',
           'InterpreterPoolExecutor', 'BrokenInterpreterPool', 'create_channel', 'RecvChannel',
           'SendChannel']
)";

}  // namespace

Status run_interpreters_glue(Thread& thread, Module* module) {
  Dict* builtins = TRY(whole_builtins(thread));
  TRY(dict_set(thread, module->dict, identifier(thread, Id::dunder_builtins), builtins));
  Ref<Str> filename(TRY(make_str(thread.interpreter(), "<interpreters>")));
  Ref<Code> code(TRY(compile(thread, kGlue, filename)));
  Ref<Function> body(TRY(make_function(thread, code, module->dict)));
  release(TRY(run_body(thread, body, module->dict)));
  return done;
}

}  // namespace ouro
