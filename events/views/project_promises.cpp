// The fold of what is promised: events of customers, cases and milestones.

#include "events/views/project_promises.hpp"

namespace parley {
namespace {

std::string value_of(const std::vector<attribute>& fields, std::string_view key) {
  for (const attribute& field : fields) {
    if (field.key == key) {
      return field.value;
    }
  }
  return {};
}

bool is_over(milestone_phase phase) {
  return phase == milestone_phase::met || phase == milestone_phase::met_late ||
         phase == milestone_phase::cancelled;
}

class promise_folding {
 public:
  promise_folding(floor::state& all, tenant_floor& to, const recorded_event& event)
      : all_(all), to_(to), promises_(to.promises), event_(event) {}

  // ---- customers: who has what ----

  void operator()(const customer_defined& e) {
    relate("account", entity());
    for (const contact_id& contact : e.contacts) {
      note_shared(contact.str());
      relate("contact", contact.str());
    }
  }
  void operator()(const asset_recorded& e) { relate("asset", e.asset.asset.str()); }
  void operator()(const contract_recorded& e) { relate("contract", e.contract.contract.str()); }
  void operator()(const contract_line_recorded& e) { relate("line", e.line.line.str()); }
  void operator()(const contract_renewed& e) { relate("contract", e.successor.contract.str()); }
  void operator()(const entitlement_created& e) {
    relate("entitlement", e.entitlement.entitlement.str());
  }
  void operator()(const entitlement_renewed& e) {
    relate("entitlement", e.successor.entitlement.str());
  }

  // ---- cases ----

  void operator()(const case_opened& e) {
    case_row row;
    row.status = e.status;
    row.account = e.relations.account;
    fill(row, e.fields);
    row.opened_at = e.at;
    if (!e.conversation.empty()) {
      row.conversations.push_back(e.conversation);
    }
    put(std::move(row));
  }
  void operator()(const conversation_linked& e) {
    edit([&](case_row& row) { row.conversations.push_back(e.conversation); });
  }
  void operator()(const case_changed& e) {
    edit([&](case_row& row) {
      for (const attribute& field : e.fields) {
        set(row, field);
      }
    });
  }
  void operator()(const case_related& e) {
    edit([&](case_row& row) { row.account = e.relations.account; });
  }
  void operator()(const case_covered& e) {
    edit([&](case_row& row) {
      if (row.account.empty()) {
        row.account = e.answer.account;
      }
    });
  }
  void operator()(const process_entered& e) {
    edit([&](case_row& row) {
      row.process = e.process;
      row.level = e.level;
    });
  }
  void operator()(const case_status_changed& e) {
    edit([&](case_row& row) {
      row.status = e.status;
      row.phase = e.on_hold ? case_phase::on_hold : case_phase::open;
    });
  }
  void operator()(const case_closed&) {
    promises_.drop(case_id(entity()));
    note_case();
  }
  void operator()(const case_reopened& e) {
    case_row row;
    row.status = e.status;
    row.account = e.relations.account;
    row.level = e.level;
    row.process = e.process;
    fill(row, e.fields);
    row.conversations = e.conversations;
    row.opened_at = e.opened_at;
    put(std::move(row));
  }

  // ---- milestones ----

  void operator()(const milestone_started& e) {
    keep({e.wake, e.due, e.paused ? milestone_phase::paused : milestone_phase::running,
          label_of(e.setup)});
  }
  void operator()(const milestone_unscheduled& e) {
    keep({{}, {}, milestone_phase::pending, label_of(e.setup)});
  }
  void operator()(const milestone_paused& e) {
    change([&](milestone_row& row) {
      row.wake = e.wake;
      row.target = {};
      row.phase = milestone_phase::paused;
    });
  }
  void operator()(const milestone_resumed& e) {
    const milestone_label label{e.process, e.process_version, e.level, e.account, e.office};
    // What was counted when it was done or cancelled is not its outcome any more.
    if (e.was == milestone_phase::met) {
      count(label, e.was_due, [](compliance_row& sums) { --sums.met; });
    } else if (e.was == milestone_phase::met_late) {
      count(label, e.was_due, [](compliance_row& sums) { --sums.met_late; });
      count(label, e.due, [](compliance_row& sums) { ++sums.missed; });
    } else if (e.was == milestone_phase::cancelled && !e.violated) {
      count(label, e.was_due, [](compliance_row& sums) { --sums.cancelled; });
    }
    keep({e.wake, e.due,
          e.violated         ? milestone_phase::violated
          : e.due.value == 0 ? milestone_phase::paused
                             : milestone_phase::running,
          label});
  }
  void operator()(const milestone_retargeted& e) {
    change([&](milestone_row& row) {
      row.wake = e.wake;
      row.target = e.due;
      row.label = label_of(e.setup);
    });
  }
  void operator()(const milestone_violated& e) {
    change([&](milestone_row& row) {
      row.wake = e.wake;
      row.phase = milestone_phase::violated;
      count(row.label, e.due, [](compliance_row& sums) { ++sums.missed; });
    });
  }
  void operator()(const violation_withdrawn& e) {
    change([&](milestone_row& row) {
      row.wake = e.wake;
      row.phase = milestone_phase::running;
      count(row.label, e.due, [](compliance_row& sums) { --sums.missed; });
    });
  }
  void operator()(const milestone_completed& e) {
    change([&](milestone_row& row) {
      const bool was_missed = row.phase == milestone_phase::violated;
      count(row.label, e.due.value == 0 ? e.at : e.due, [&](compliance_row& sums) {
        sums.missed -= was_missed ? 1 : 0;
        ++(e.late ? sums.met_late : sums.met);
      });
      row.wake = e.wake;
      row.phase = e.late ? milestone_phase::met_late : milestone_phase::met;
    });
  }
  void operator()(const milestone_cancelled& e) {
    change([&](milestone_row& row) {
      if (row.phase != milestone_phase::violated) {
        count(row.label, e.due.value == 0 ? e.at : e.due,
              [](compliance_row& sums) { ++sums.cancelled; });
      }
      row.wake = e.wake;
      row.phase = milestone_phase::cancelled;
    });
  }
  void operator()(const milestone_acted& e) {
    change([&](milestone_row& row) {
      row.wake = e.wake;
      if (row.phase == milestone_phase::running && e.trigger == action_trigger::warning) {
        row.phase = milestone_phase::warned;
      }
    });
  }

  /// No part of the view, or another entity's.
  template <class Other>
  void operator()(const Other&) {}

 private:
  const std::string& entity() const { return event_.stream.entity; }

  void relate(const char* kind, const std::string& name) {
    const std::string key = relation_key(kind, name);
    promises_.relations[key] = account_id(entity());
    if (to_.changed.on) {
      to_.changed.relations.insert(key);
    }
  }

  void note_shared(const std::string& contact) {
    const auto known = promises_.relations.find(relation_key("contact", contact));
    if (known != promises_.relations.end() && known->second.str() != entity()) {
      relate(contact_table::shared_contact, contact);
    }
  }

  // ---- cases ----

  static void set(case_row& row, const attribute& field) {
    if (field.key == "queue") {
      row.queue = queue_id(field.value);
    } else if (field.key == "priority") {
      row.priority = field.value;
    } else if (field.key == "subject") {
      row.subject = field.value;
    }
  }
  static void fill(case_row& row, const std::vector<attribute>& fields) {
    row.queue = queue_id(value_of(fields, "queue"));
    row.priority = value_of(fields, "priority");
    row.subject = value_of(fields, "subject");
  }
  void note_case() {
    if (to_.changed.on) {
      to_.changed.cases.insert(entity());
    }
  }
  void put(case_row row) {
    row.changed_at = event_.at.at.value;
    promises_.put(case_id(entity()), row);
    note_case();
  }
  template <class Edit>
  void edit(Edit&& how) {
    if (auto row = promises_.cases.find(entity())) {
      how(*row);
      put(*std::move(row));
    }
  }

  // ---- milestones ----

  static milestone_label label_of(const milestone_setup& setup) {
    return {setup.process, setup.process_version, setup.level, setup.account, setup.hours};
  }
  // In the sums of its level, of its account and of its office.
  template <class Change>
  void count(const milestone_label& label, time_ms target, Change&& change) {
    for (const std::string& key :
         {compliance_key(label.level, milestone_in(entity()), target),
          compliance_key(label.account, target), compliance_key(label.office, target)}) {
      if (to_.changed.on) {
        to_.changed.compliance.insert(key);
      }
      change(promises_.compliance[key]);
    }
  }
  void keep(const milestone_row& row) {
    if (is_over(row.phase) && row.wake.value == 0) {
      all_.drop_milestone(to_, entity());
    } else {
      all_.keep_milestone(to_, entity(), row);
    }
  }
  template <class Edit>
  void change(Edit&& how) {
    if (const timer_entry* present = promises_.milestones.find(entity())) {
      milestone_row row = row_of(promises_, *present);
      how(row);
      keep(row);
    }
  }

  floor::state& all_;
  tenant_floor& to_;
  tenant_promises& promises_;
  const recorded_event& event_;
};

}  // namespace

void project_promises(floor::state& all, tenant_floor& to, const recorded_event& event) {
  std::visit(promise_folding(all, to, event), event.event);
}

}  // namespace parley
