#include "actors/shard/outbox.hpp"

#include "events/codec/table.hpp"

namespace parley {
namespace {

struct stored_command {
  std::uint64_t id_high = 0;
  std::uint64_t id_low = 0;
  std::string tenant;
  entity_kind kind = entity_kind::tenant;
  std::string entity;
  std::uint16_t type = 0;  // the alternative inside the kind's command variant
  std::vector<std::uint8_t> body;
};
BOOST_DESCRIBE_STRUCT(stored_command, (), (id_high, id_low, tenant, kind, entity, type, body))

struct stored_outbox {
  std::vector<stored_command> commands;
};
BOOST_DESCRIBE_STRUCT(stored_outbox, (), (commands))

template <class Command, std::size_t... I>
bool decode_alternative(const stored_command& from, any_command& out, std::index_sequence<I...>) {
  const auto attempt = [&]<std::size_t Index>() {
    if (from.type != Index) {
      return false;
    }
    typename Command::template at<Index> value;
    if (!codec::decode(from.body.data(), from.body.size(), value)) {
      return false;
    }
    out = any_command(Command(std::move(value)));
    return true;
  };
  return (attempt.template operator()<I>() || ...);
}

template <class Command>
bool decode_as(const stored_command& from, any_command& out) {
  return decode_alternative<Command>(from, out, std::make_index_sequence<Command::cases>{});
}

// The layout of reaction_command_id; a timer's firing has the next bit set, too.
bool is_reaction_command_id(const command_id& id) { return id.high >> 62U == 2; }

bool decode_command(const stored_command& from, any_command& out) {
  switch (from.kind) {
    case entity_kind::tenant:
      return decode_as<tenant_command>(from, out);
    case entity_kind::agent:
      return decode_as<agent_command>(from, out);
    case entity_kind::conversation:
      return decode_as<conversation_command>(from, out);
    case entity_kind::timer:
      return decode_as<timer_command>(from, out);
    case entity_kind::customer:
      return decode_as<customer_command>(from, out);
    case entity_kind::support_case:
      return decode_as<case_command>(from, out);
    case entity_kind::milestone:
      return decode_as<milestone_command>(from, out);
    case entity_kind::contact_consent:
      return decode_as<consent_command>(from, out);
    case entity_kind::audit:
      return decode_as<audit_command>(from, out);
  }
  return false;
}

}  // namespace

void outbox::settle_up_to(const command_id& id) {
  if (is_reaction_command_id(id)) {
    pending_.erase(pending_.begin(), pending_.upper_bound(id));
  }
}

const reaction_command* outbox::find(const command_id& id) const {
  const auto found = pending_.find(id);
  return found == pending_.end() ? nullptr : &found->second;
}

std::vector<reaction_command> outbox::pending() const {
  std::vector<reaction_command> commands;
  commands.reserve(pending_.size());
  for (const auto& [id, command] : pending_) {
    commands.push_back(command);
  }
  return commands;
}

std::vector<std::uint8_t> outbox::encode() const {
  stored_outbox stored;
  for (const reaction_command& command : pending()) {
    stored_command to{command.id.high,
                      command.id.low,
                      command.target.tenant.str(),
                      command.target.kind,
                      command.target.entity,
                      0,
                      {}};
    std::visit(
        [&](const auto& of_kind) {
          to.type = static_cast<std::uint16_t>(of_kind.index());
          to.body = std::visit([](const auto& value) { return codec::encode(value); }, of_kind);
        },
        command.command);
    stored.commands.push_back(std::move(to));
  }
  return codec::encode(stored);
}

bool outbox::decode(std::span<const std::uint8_t> bytes) {
  stored_outbox stored;
  if (!codec::decode(bytes.data(), bytes.size(), stored)) {
    return false;
  }
  pending_.clear();
  for (const stored_command& from : stored.commands) {
    reaction_command command{{from.id_high, from.id_low},
                             {tenant_id(from.tenant), from.kind, from.entity},
                             tenant_command{}};
    if (!decode_command(from, command.command)) {
      return false;
    }
    add(command);
  }
  return true;
}

}  // namespace parley
