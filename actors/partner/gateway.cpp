#include "actors/partner/gateway.hpp"

#include "actors/http/process_report.hpp"

namespace parley::partner {

// One partner's way out has a sink of its own: what one topic does not take fills no other's queue.
struct way_out {
  std::unique_ptr<store::record_sink> sink;
  std::unique_ptr<topic_cursors> cursors;
  std::unique_ptr<publisher> feed;
};

struct gateway::parts {
  std::unique_ptr<store::record_source> source;
  std::unique_ptr<store::record_sink> rejects;
  std::unique_ptr<relay> others;
  std::unique_ptr<intake> in;
  std::vector<way_out> out;

  // A sink answers all that it was given before it goes; those who are answered go after it.
  ~parts() {
    if (in) {
      in->stop();
    }
    if (others) {
      others->stop();
    }
    for (auto& one : out) {
      one.feed->stop();
      one.sink.reset();
    }
    rejects.reset();
  }
};

gateway::gateway(node_port& behind, gateway_options options)
    : node_(behind), options_(std::move(options)) {}

gateway::~gateway() { stop(); }

status gateway::start() {
  std::vector<std::string> topics;
  for (const definition& who : options_.partners) {
    topics.push_back(inbound_topic(who.name));
  }
  auto made = std::make_unique<parts>();
  auto rejects = store::open_record_sink(options_.kafka);
  if (!rejects) {
    return rejects.error();
  }
  made->rejects = std::move(*rejects);
  for (const definition& who : options_.partners) {
    auto sink = store::open_record_sink(options_.kafka);
    if (!sink) {
      return sink.error();
    }
    auto cursors = std::make_unique<topic_cursors>(options_.kafka, **sink);
    auto feed = std::make_unique<publisher>(node_, **sink, *cursors, who, options_.out);
    made->out.push_back({std::move(*sink), std::move(cursors), std::move(feed)});
  }
  auto source = store::open_record_source(options_.kafka, options_.group, topics);
  if (!source) {
    return source.error();
  }
  made->source = std::move(*source);
  if (!node_.name().empty()) {
    made->others = std::make_unique<relay>(node_, options_.tokens);
  }
  made->in = std::make_unique<intake>(node_, *made->source, *made->rejects, options_.partners,
                                      options_.in, made->others.get());
  made->in->start();
  for (const auto& one : made->out) {
    one.feed->start();
  }
  parts_ = std::move(made);
  http::add_report("partners", {[this] { return metrics_text(tell()); },
                                [this] { return health_json(tell()); }});
  return done{};
}

void gateway::stop() {
  if (parts_) {
    http::remove_report("partners");
    parts_.reset();
  }
}

report gateway::tell() const {
  report all;
  if (parts_) {
    parts_->in->tell(all);
    for (const auto& one : parts_->out) {
      one.feed->tell(all);
    }
  }
  return all;
}

}  // namespace parley::partner
