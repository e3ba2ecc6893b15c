#include "actors/partner/report.hpp"

#include "events/codec/json.hpp"

namespace parley::partner {
namespace {

class family {
 public:
  family(std::string& to, std::string name, const char* kind, const char* help)
      : to_(to), name_(std::move(name)) {
    to_.append("# HELP ").append(name_).append(" ").append(help).append("\n# TYPE ");
    to_.append(name_).append(" ").append(kind).append("\n");
  }
  void add(std::uint64_t value) {
    to_.append(name_).append(" ").append(std::to_string(value)).append("\n");
  }
  void add(const std::string& labels, std::uint64_t value) {
    to_.append(name_).append("{").append(labels).append("} ");
    to_.append(std::to_string(value)).append("\n");
  }

 private:
  std::string& to_;
  std::string name_;
};

// Names of partners and topics are plain ids: nothing in them needs an escape.
std::string label(const char* name, const std::string& value) {
  return std::string(name) + "=\"" + value + "\"";
}

std::string labels_of(const intake_partition& p) {
  return label("partner", p.partner) + "," + label("topic", p.which.topic) + "," +
         label("partition", std::to_string(p.which.partition));
}

std::string labels_of(const outbound_progress& p) {
  return label("partner", p.partner) + "," + label("partition", std::to_string(p.partition.value));
}

std::uint64_t lag_of(const intake_partition& p) {
  return p.end > p.committed ? p.end - p.committed : 0;
}
std::uint64_t lag_of(const outbound_progress& p) {
  return p.end > p.stored ? p.end.value - p.stored.value : 0;
}

template <class List, class Value>
void add_all(std::string& to, const char* name, const char* kind, const char* help,
             const List& list, Value value) {
  family all(to, name, kind, help);
  for (const auto& one : list) {
    all.add(labels_of(one), value(one));
  }
}

void add_counts(std::string& to, const report& of) {
  family accepted(to, "parley_partner_accepted_total", "counter", "Records that were taken.");
  for (const auto& [partner, counts] : of.counts) {
    accepted.add(label("partner", partner), counts.accepted);
  }
  family repeated(to, "parley_partner_repeated_total", "counter",
                  "Records taken whose command had been done before.");
  for (const auto& [partner, counts] : of.counts) {
    repeated.add(label("partner", partner), counts.repeated);
  }
  family retried(to, "parley_partner_retried_total", "counter",
                 "Tries that a busy, starting or stopped partition refused.");
  for (const auto& [partner, counts] : of.counts) {
    retried.add(label("partner", partner), counts.retried);
  }
  family sent_on(to, "parley_partner_sent_on_total", "counter",
                 "Records sent to the node that serves their tenant, each try.");
  for (const auto& [partner, counts] : of.counts) {
    sent_on.add(label("partner", partner), counts.sent_on);
  }
  family passed(to, "parley_partner_passed_total", "counter",
                "Records that retention took before they were read.");
  for (const auto& [partner, counts] : of.counts) {
    passed.add(label("partner", partner), counts.passed);
  }
  family rejected(to, "parley_partner_rejected_total", "counter",
                  "Records that went to the reject topic.");
  for (const auto& [partner, counts] : of.counts) {
    for (const auto& [code, count] : counts.rejected) {
      rejected.add(label("partner", partner) + "," + label("code", to_string(code)), count);
    }
  }
}

}  // namespace

std::string metrics_text(const report& of) {
  std::string to;
  add_all(to, "parley_partner_in_lag", "gauge", "Records not done with yet.", of.in,
          [](const intake_partition& p) { return lag_of(p); });
  add_all(to, "parley_partner_in_held", "gauge", "Records taken and not committed yet.", of.in,
          [](const intake_partition& p) { return static_cast<std::uint64_t>(p.held); });
  add_all(to, "parley_partner_in_paused", "gauge", "1: no more is taken for now.", of.in,
          [](const intake_partition& p) { return std::uint64_t{p.paused ? 1U : 0U}; });
  add_counts(to, of);
  family(to, "parley_partner_stalls_total", "counter",
         "Times reading the inbound topics stood still without an error and began anew.")
      .add(of.stalls);
  add_all(to, "parley_partner_out_lag", "gauge", "Events of the log not looked at yet.", of.out,
          [](const outbound_progress& p) { return lag_of(p); });
  add_all(to, "parley_partner_published_total", "counter", "Events that were published.", of.out,
          [](const outbound_progress& p) { return p.published; });
  add_all(to, "parley_partner_publish_failures_total", "counter", "Times publishing began again.",
          of.out, [](const outbound_progress& p) { return p.failures; });
  return to;
}

std::string health_json(const report& of) {
  std::string to = "{\"in\":[";
  for (const auto& p : of.in) {
    to += to.back() == '[' ? "" : ",";
    to += "{\"partner\":\"" + p.partner + "\",\"partition\":" + std::to_string(p.which.partition) +
          ",\"lag\":" + std::to_string(lag_of(p)) + ",\"paused\":" + (p.paused ? "true" : "false") +
          "}";
  }
  to += "],\"out\":[";
  for (const auto& p : of.out) {
    to += to.back() == '[' ? "" : ",";
    to += "{\"partner\":\"" + p.partner + "\",\"partition\":" + std::to_string(p.partition.value) +
          ",\"lag\":" + std::to_string(lag_of(p)) + "}";
  }
  to += "],\"trouble\":";
  codec::write_json_string(to, of.trouble);
  return to + "}";
}

}  // namespace parley::partner
