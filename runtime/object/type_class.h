// Classes: what the class statement and type() need besides make_class().
#pragma once

#include "runtime/object/object.h"
#include "runtime/object/type.h"

namespace ouro {

// The most derived metaclass of `metatype` and the metaclasses of the bases; borrowed.
Result<Type*> find_metaclass(Thread&, Type* metatype, Tuple* bases);

// "_Class__name" for "__name" in class "Class"; the name itself where nothing is to do.
Result<Str*> mangle_name(Interpreter&, Str* class_name, Str* name);

// Computes type->mro (and calls an overridden mro()); also for all subclasses when bases changed.
Result<Tuple*> compute_mro(Thread&, Type*);

// type.mro(): by C3, whatever a metaclass says.
Result<Tuple*> linearise(Thread&, Type*);

// May instances of `left` become instances of `right`, as far as the body goes?
bool same_layout(const Type* left, const Type* right) noexcept;
// The refusal when they may not; `what` is __class__ or __bases__.
Failure refuse_layout(Thread&, const char* what, const Type* to, const Type* from);
// The base whose native fields and slots an instance of all these bases would have; borrowed.
Result<Type*> find_best_base(Thread&, Tuple* bases);

// The class whose own fields or slots decide the layout of `type`; borrowed.
Type* solid_base(Type* type) noexcept;

// The body of a class under construction: __slots__ read, fields laid out, descriptors in its dict.
Status lay_out_class(Thread&, Type* type, Tuple* bases);

// Type::subclasses.
Status add_subclass(Type* base, Type* subclass) noexcept;
void remove_subclass(Type* base, Type* subclass) noexcept;

// The life slots of `type` itself.
void type_deallocate(Interpreter&, Object*) noexcept;
void type_traverse(Object*, ReferenceVisitor&);
void type_clear(Interpreter&, Object*) noexcept;
// Gives up all references a type holds, and its raw blocks; it stays a valid, empty type.
void drop_type_contents(Interpreter&, Type*) noexcept;

// Sets name and the bytes that type_name() gives out; adopts nothing.
Status set_type_name(Interpreter&, Type*, Str* name) noexcept;

Result<Object*> type_get_attribute(Thread&, Object*, Str* name);
Status type_set_attribute(Thread&, Object*, Str* name, Object* value);
// Like type_get_attribute, but null inside instead of AttributeError.
Result<Found<Object>> find_type_attribute(Thread&, Type*, Str* name);

// isinstance() and issubclass() without __instancecheck__ and __subclasscheck__.
Result<bool> plain_is_instance(Thread&, Object*, Object* class_);
Result<bool> plain_is_subclass(Thread&, Object* derived, Object* class_);

// All direct subclasses that live, built-in ones included; a new List.
Result<Object*> list_subclasses(Thread&, Type*);

}  // namespace ouro
