#include "actors/http/transcript.hpp"

#include "actors/http/handlers.hpp"
#include "actors/http/reading.hpp"
#include "actors/http/service.hpp"
#include "events/codec/event_codec.hpp"
#include "events/codec/json.hpp"
#include "events/conversation/conversation.hpp"
#include "events/tenant/rights.hpp"

namespace parley::http {
namespace {

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  for (const auto n : names) {
    if (n == name) {
      return true;
    }
  }
  return false;
}

// The page under way.
struct page {
  const transcript_terms& terms;
  conversation_answer& to;
  bool full = false;

  void add(const store::commit_view& commit);
};

void page::add(const store::commit_view& commit) {
  const principal by = commit.by();
  for (std::size_t i = 0; i < commit.event_count(); ++i) {
    const version at(commit.first_version().value + i);
    const position where{commit.first_position().partition,
                         offset(commit.first_position().at.value + i)};
    if (at < terms.from || where > terms.upto) {
      continue;
    }
    if (to.transcript.size() == terms.limit) {
      full = true;
      to.next_version = at.value;
      return;
    }
    const auto bytes = commit.event(i);
    const codec::event_type type(bytes.type);
    const auto event = codec::decode_event(type, bytes.payload);
    transcript_entry entry;
    if (event.ok()) {
      entry = to_entry(*event, by);
    }
    entry.position = to_string(where);
    entry.at = commit.recorded_at();
    entry.type = codec::name_of(type);
    entry.version = at.value;
    to.transcript.push_back(std::move(entry));
  }
}

// The index knows where commits start. The one that holds `from` may start some versions before it;
// a look back of a few almost always finds it.
result<std::vector<offset>> commits_from(const node_port& node, const stream_id& stream,
                                         position upto, version from) {
  constexpr std::uint64_t look_back = 16;
  const version before(from.value > look_back ? from.value - look_back : 1);
  auto found = node.index().commits(upto.partition, stream, before);
  if (!found.ok() || before.value == 1) {
    return found;
  }
  bool covered = found->empty();
  if (!covered) {
    const status read = node.log().read_one(
        upto.partition, found->front(),
        [&](const store::commit_view& c) { covered = c.first_version() <= from; });
    if (!read.ok()) {
      return read.error();
    }
  }
  return covered ? found : node.index().commits(upto.partition, stream, version(1));
}

void answer_conversation(const exchange_ptr& ex, conversation_answer answer,
                         const transcript_terms& terms) {
  const stream_id stream{ex->tenant, entity_kind::conversation, ex->id};
  const status read = read_transcript(ex->home().node, stream, terms, answer);
  if (!read.ok()) {
    ex->refuse(read.error());
    return;
  }
  response r;
  codec::write_json(r.body, answer);
  ex->answer(std::move(r));
}

// What is on another partner's channel is to a partner as if it did not exist. An agent needs the
// right to read, where rights are given at all.
std::optional<rejection> may_not_read(const floor& views, const exchange& ex,
                                      const channel_kind& channel) {
  const tenant_state* tenant = views.tenant(ex.tenant);
  if (tenant == nullptr) {
    return std::nullopt;
  }
  if (ex.by.role == principal_role::agent) {
    return need_right(ex.by, *tenant, views.definition_of(ex.tenant, ex.by), right::read_transcript,
                      channel);
  }
  return is_of_another_partner(ex.by, *tenant, channel)
             ? std::optional(rejection{errc::not_found, "no such conversation", {}})
             : std::nullopt;
}

void answer_if_allowed(const exchange_ptr& ex, conversation_answer answer,
                       const transcript_terms& terms) {
  const auto go_on = [ex, terms](conversation_answer ours) {
    ex->home().on_reader([ex, terms, ours = std::move(ours)]() mutable {
      answer_conversation(ex, std::move(ours), terms);
    });
  };
  if (ex->by.role != principal_role::partner && ex->by.role != principal_role::agent) {
    go_on(std::move(answer));
    return;
  }
  ex->home().node.read_floor(
      ex->partition, terms.upto.at, ex->home().options.wait_default,
      [ex, go_on, answer = std::move(answer)](const result<floor_reading>& read) {
        if (!read.ok()) {
          ex->refuse(read.error());
          return;
        }
        const auto no = may_not_read(read->views, *ex, answer.channel);
        if (!no) {
          go_on(answer);
        } else if (no->code == errc::not_found) {
          refuse_not_found(ex, *no);
        } else {
          ex->refuse(*no);
        }
      });
}

}  // namespace

transcript_entry to_entry(const any_event& event, const principal& by) {
  transcript_entry entry;
  std::visit(
      [&](const auto& e) {
        using members = codec::members_of<std::remove_cvref_t<decltype(e)>>;
        boost::mp11::mp_for_each<members>([&](auto member) {
          using M = std::remove_cvref_t<decltype(e.*member.pointer)>;
          if constexpr (codec::is_text_v<M>) {
            const std::string& value = codec::detail::text_of(e.*member.pointer);
            if (one_of(member.name, {"author", "agent", "participant", "by", "from_agent"}) &&
                entry.author.empty()) {
              entry.author = value;
            } else if (one_of(member.name, {"text", "reason"})) {
              entry.text += entry.text.empty() || value.empty() ? value : " (" + value + ")";
            }
          } else if constexpr (std::is_same_v<M, std::uint32_t>) {
            if (one_of(member.name, {"seq"})) {
              entry.seq = e.*member.pointer;
            }
          }
        });
      },
      event);
  if (entry.author.empty()) {
    entry.author = by.name;
  }
  return entry;
}

status read_transcript(const node_port& node, const stream_id& stream,
                       const transcript_terms& terms, conversation_answer& to) {
  const auto commits = commits_from(node, stream, terms.upto, terms.from);
  if (!commits.ok()) {
    return commits.error();
  }
  page page{terms, to, false};
  for (const offset at : *commits) {
    if (page.full || at > terms.upto.at) {
      break;
    }
    const status read = node.log().read_one(
        terms.upto.partition, at, [&](const store::commit_view& commit) { page.add(commit); });
    if (!read.ok()) {
      return read;
    }
  }
  return done{};
}

void read_conversation_of(const exchange_ptr& ex) {
  const auto terms = terms_of(*ex);
  const auto from = number_of(ex->request, "from_version", 1, UINT64_MAX);
  const auto limit = number_of(ex->request, "limit", 200, 1000);
  if (!terms.ok() || !from.ok() || !limit.ok()) {
    ex->refuse(!terms.ok() ? terms.error() : !from.ok() ? from.error() : limit.error());
    return;
  }
  ex->home().node.read_entity(
      {ex->tenant, entity_kind::conversation, ex->id}, terms->at_least, terms->wait,
      [ex, from = *from, limit = *limit](const result<entity_reading>& read) {
        if (!read.ok()) {
          if (read.error().code == errc::not_found) {
            refuse_not_found(ex, {errc::not_found, "no such conversation", {}});
          } else {
            ex->refuse(read.error());
          }
          return;
        }
        const auto* state = state_as<conversation_state>(read->state);
        if (state == nullptr) {
          ex->refuse({errc::corrupt, "the stream is not a conversation's", {}});
          return;
        }
        auto answer = describe(conversation_id(ex->id), *state);
        answer.position = to_string(read->at);
        answer.version = read->in_stream.value;
        const transcript_terms page{version(from), static_cast<std::size_t>(limit), read->at};
        answer_if_allowed(ex, std::move(answer), page);
      });
}

}  // namespace parley::http
