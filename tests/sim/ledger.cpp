#include "tests/sim/ledger.hpp"

#include <cstdio>

namespace parley::sim {
namespace {

bool tells_nothing(errc code) {
  return code == errc::unavailable || code == errc::overloaded || code == errc::recovering;
}

}  // namespace

std::size_t ledger::add(stream_id target, principal by, any_command command) {
  const std::size_t number = sent_.size();
  sent_command sent;
  sent.target = std::move(target);
  sent.id = outside_command_id(0x51700000U + number, number * 0x9e3779b97f4a7c15U + 1);
  sent.by = std::move(by);
  sent.command = std::move(command);
  sent.twin = number;
  sent_.push_back(std::move(sent));
  return number;
}

void ledger::pair(std::size_t foreign, std::size_t unknown) {
  sent_[foreign].twin = unknown;
  sent_[unknown].twin = foreign;
}

command_request ledger::attempt(std::size_t number) {
  sent_command& sent = sent_[number];
  if (sent.open > 0) {
    probes_.visit(probe::duplicate_during_append);
  } else if (sent.unknown) {
    probes_.visit(probe::duplicate_after_crash);
  } else if (sent.effect) {
    probes_.visit(probe::duplicate_after_answer);
  }
  ++sent.attempts;
  ++sent.open;
  ++open_;
  const auto reply = [this, number, life = life_](const result<command_answer>& answer) {
    if (life != life_) {
      fail(sent_[number], "a process that crashed answers");
    } else {
      answered(number, answer);
    }
  };
  return {sent.target, sent.id, sent.by, sent.command, reply};
}

void ledger::crashed() {
  ++life_;
  open_ = 0;
  for (sent_command& sent : sent_) {
    sent.unknown = sent.unknown || sent.open > 0;
    sent.open = 0;
  }
}

void ledger::fail(const sent_command& sent, const std::string& what) {
  if (broken_.empty()) {
    broken_ = "command " + to_string(sent.id) + " to " + to_string(sent.target) + ": " + what;
  }
}

void ledger::answered(std::size_t number, const result<command_answer>& answer) {
  sent_command& sent = sent_[number];
  if (sent.open == 0) {
    fail(sent, "answered more often than sent");
    return;
  }
  --sent.open;
  --open_;
  hash_ = mix(hash_, number);
  book_.catch_up();
  if (trace_) {
    std::printf("    answer %zu %s\n", number,
                answer.ok() ? to_string(answer->at).c_str() : to_string(answer.error().code));
  }
  if (answer.ok()) {
    accepted(sent, *answer);
  } else {
    hash_ = mix(hash_, static_cast<std::uint64_t>(answer.error().code));
    refused(sent, answer.error());
  }
  compare_twins(sent);
}

void ledger::accepted(sent_command& sent, const command_answer& answer) {
  sent.sure = true;
  sent.unknown = false;
  hash_ = mix(hash_, answer.at.at.value);
  const commit_entry* entry = book_.find(sent.target, sent.id);
  if (answer.events.empty()) {
    if (entry != nullptr) {
      fail(sent, "it had an effect, and the answer says that it had none");
    }
    return;
  }
  if (entry == nullptr) {
    fail(sent, "it was answered, and its events are not durable");
  } else if (entry->last != answer.at.at || entry->after != answer.in_stream) {
    fail(sent, "the answer's position is not that of its events");
  } else if (sent.effect && *sent.effect != answer.at.at) {
    fail(sent, "a repeat got another answer");
  }
  sent.effect = answer.at.at;
}

void ledger::refused(sent_command& sent, const rejection& why) {
  if (tells_nothing(why.code)) {
    if (why.code == errc::overloaded) {
      probes_.visit(probe::overloaded);
    } else if (why.code == errc::recovering) {
      probes_.visit(probe::recovering);
    }
    // Not accepted at all, or perhaps stored: either way somebody has to ask again.
    sent.unknown = sent.unknown || !sent.sure || why.code == errc::unavailable;
    return;
  }
  sent.sure = true;
  sent.unknown = false;
  sent.rejected = why.code;
  note_refusal(sent);
  if (book_.find(sent.target, sent.id) != nullptr) {
    fail(sent, std::string("rejected as ") + to_string(why.code) + ", and it is in the log");
  }
}

void ledger::note_refusal(const sent_command& sent) {
  if (sent.rejected == errc::stale_version && kind_of(sent.command) == entity_kind::agent) {
    probes_.visit(probe::partner_report_refused);
  } else if (sent.rejected == errc::consent_owner_mismatch) {
    probes_.visit(probe::consent_owner_refused);
  } else if (sent.rejected == errc::unsupported) {
    probes_.visit(probe::channel_action_unsupported);
  }
  const auto* command = std::get_if<conversation_command>(&sent.command);
  if (command != nullptr && std::holds_alternative<accept_work>(*command)) {
    if (sent.rejected == errc::wrong_state) {
      probes_.visit(probe::accept_refused_offer_gone);
    } else if (sent.rejected == errc::not_permitted) {
      probes_.visit(probe::accept_refused_other_agent);
    }
  }
}

// A foreign id is answered exactly like one that does not exist.
void ledger::compare_twins(const sent_command& sent) {
  const sent_command& twin = sent_[sent.twin];
  // Only where both were decided in the same turn, on the same state.
  const bool once = twin.attempts == 1 && sent.attempts == 1;
  if (&twin == &sent || !once || !twin.rejected || !sent.rejected) {
    return;
  }
  probes_.visit(*sent.rejected == errc::not_found ? probe::foreign_id_refused
                                                  : probe::no_such_id_refused);
  if (*twin.rejected != *sent.rejected) {
    fail(sent, std::string("a foreign id is answered ") + to_string(*sent.rejected) +
                   ", an unknown one " + to_string(*twin.rejected));
  }
}

std::string ledger::final_check() const {
  for (std::size_t number = 0; number < sent_.size(); ++number) {
    const sent_command& sent = sent_[number];
    const commit_entry* entry = book_.find(sent.target, sent.id);
    const std::string name = "command " + to_string(sent.id) + " to " + to_string(sent.target);
    if (sent.open > 0 || sent.unknown) {
      return name + " never got a sure answer";
    }
    if (sent.effect && (entry == nullptr || entry->last != *sent.effect)) {
      return name + " was acknowledged and is lost";
    }
    if (entry != nullptr && !sent.effect) {
      return name + " is in the log, and nobody was told";
    }
    if (sent.twin != number && sent.effect) {
      return name + " names something foreign, and was accepted";
    }
  }
  return {};
}

}  // namespace parley::sim
