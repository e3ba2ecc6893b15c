#include "tests/conform/guard.hpp"

namespace parley::conform {
namespace {

using reflection::Enum;
using reflection::Field;
using reflection::Object;
using reflection::Schema;
using reflection::Type;

class comparison {
 public:
  comparison(const Schema& before, const Schema& now) : before_(before), now_(now) {}

  std::vector<std::string> run() {
    for (const Object* object : *before_.objects()) {
      compare_object(*object);
    }
    for (const Enum* values : *before_.enums()) {
      compare_enum(*values);
    }
    const std::string root = root_of(before_);
    if (root_of(now_) != root) {
      report(root, "is no longer the root");
    }
    if (text(before_.file_ident()) != text(now_.file_ident())) {
      report(root, "has another file identifier");
    }
    return std::move(found_);
  }

 private:
  static std::string text(const flatbuffers::String* s) { return s == nullptr ? "" : s->str(); }
  static std::string root_of(const Schema& schema) {
    return schema.root_table() == nullptr ? "no table" : schema.root_table()->name()->str();
  }
  void report(const std::string& where, const std::string& what) {
    found_.push_back(where + " " + what);
  }

  // A type by name: the numbers of objects and enums differ from schema to schema.
  static std::string type_name(const Schema& schema, const Type& type) {
    std::string name = std::to_string(type.base_type()) + "/" + std::to_string(type.element()) +
                       "/" + std::to_string(type.fixed_length());
    if (type.index() >= 0) {
      const auto index = static_cast<flatbuffers::uoffset_t>(type.index());
      const bool object = type.base_type() == reflection::Obj || type.element() == reflection::Obj;
      name += "/" + (object ? schema.objects()->Get(index)->name()->str()
                            : schema.enums()->Get(index)->name()->str());
    }
    return name;
  }

  void compare_object(const Object& before) {
    const std::string name = before.name()->str();
    const Object* now = now_.objects()->LookupByKey(name.c_str());
    if (now == nullptr) {
      report(name, "was removed or renamed");
      return;
    }
    if (before.is_struct() != now->is_struct()) {
      report(name, "changed between table and struct");
      return;
    }
    if (before.is_struct() &&
        (before.fields()->size() != now->fields()->size() || before.bytesize() != now->bytesize() ||
         before.minalign() != now->minalign())) {
      report(name, "is a struct of another layout");
    }
    for (const Field* field : *before.fields()) {
      compare_field(name, *field, *now);
    }
    for (const Field* field : *now->fields()) {
      if (field->required() && before.fields()->LookupByKey(field->name()->c_str()) == nullptr) {
        report(name + "." + field->name()->str(), "is new and required: old buffers lack it");
      }
    }
  }

  void compare_field(const std::string& object, const Field& before, const Object& owner) {
    const std::string name = object + "." + before.name()->str();
    const Field* now = owner.fields()->LookupByKey(before.name()->c_str());
    if (now == nullptr) {
      report(name, "was removed or renamed");
      return;
    }
    if (before.id() != now->id() || before.offset() != now->offset()) {
      report(name, "moved to another place");
    }
    if (type_name(before_, *before.type()) != type_name(now_, *now->type())) {
      report(name, "has another type");
    }
    if (before.default_integer() != now->default_integer() ||
        before.default_real() < now->default_real() ||
        before.default_real() > now->default_real() || before.optional() != now->optional()) {
      report(name, "has another default");
    }
    if (now->required() && !before.required()) {
      report(name, "became required: old buffers may lack it");
    }
    if (before.key() != now->key()) {
      report(name, "became or stopped being the sort key");
    }
  }

  void compare_enum(const Enum& before) {
    const std::string name = before.name()->str();
    const Enum* now = now_.enums()->LookupByKey(name.c_str());
    if (now == nullptr) {
      report(name, "was removed or renamed");
      return;
    }
    if (before.is_union() != now->is_union() ||
        type_name(before_, *before.underlying_type()) != type_name(now_, *now->underlying_type())) {
      report(name, "has another underlying type");
    }
    for (const auto* value : *before.values()) {
      const auto* kept = now->values()->LookupByKey(value->value());
      const std::string member = name + "." + value->name()->str();
      if (kept == nullptr) {
        report(member, "was removed or renumbered");
      } else if (kept->name()->str() != value->name()->str()) {
        report(member, "was renamed or its number was given to another");
      } else if (before.is_union() && value->union_type() != nullptr &&
                 type_name(before_, *value->union_type()) != type_name(now_, *kept->union_type())) {
        report(member, "has another type");
      }
    }
  }

  const Schema& before_;
  const Schema& now_;
  std::vector<std::string> found_;
};

bool is_schema(std::span<const std::uint8_t> bytes) {
  flatbuffers::Verifier verifier(bytes.data(), bytes.size());
  return reflection::VerifySchemaBuffer(verifier);
}

}  // namespace

std::vector<std::string> breaks(const Schema& before, const Schema& now) {
  return comparison(before, now).run();
}

std::vector<std::string> breaks(std::span<const std::uint8_t> before,
                                std::span<const std::uint8_t> now) {
  if (!is_schema(before) || !is_schema(now)) {
    return {"one of the two is not a compiled schema"};
  }
  return breaks(*reflection::GetSchema(before.data()), *reflection::GetSchema(now.data()));
}

}  // namespace parley::conform
