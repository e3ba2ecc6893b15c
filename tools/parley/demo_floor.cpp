#include "tools/parley/demo_floor.hpp"

#include <cmath>

#include <fmt/core.h>

#include "tools/client/json_build.hpp"
#include "tools/client/json_text.hpp"
#include "tools/parley/demo_words.hpp"

namespace parley::tool {
namespace {

using client::answer;
using client::json_object;
using client::json_text;
using client::path_segment;

// A server that is not there is told at once; one that is just starting is waited for.
constexpr std::chrono::seconds set_up_patience{5};

std::string conversation_of(const std::string& work) { return work.substr(0, work.rfind(".w")); }

std::string queue_body(const demo_queue& queue) {
  json_object settings;
  settings.text("name", queue.name).number("priority", queue.priority);
  settings.number("offer_timeout_ms", 15'000);
  if (*queue.overflow != '\0') {
    settings.text("overflow_queue", queue.overflow).number("overflow_after_ms", 45'000);
  }
  return json_object().raw("settings", settings.str()).str();
}

std::string agent_body(const std::string& name, std::size_t index) {
  // Everybody helps in support; the others have their own people.
  std::vector<std::string> queues = {"support"};
  if (index % 3 != 0) queues.emplace_back("billing");
  if (index % 4 == 0) queues.emplace_back("vip");
  json_object definition;
  definition.text("name", name).texts("queues", queues).number("capacity_units", 3);
  return json_object().raw("definition", definition.str()).str();
}

}  // namespace

std::string demo_totals::to_json() const {
  json_object out;
  const auto add = [&out](const char* name, std::uint64_t value) {
    out.number(name, static_cast<std::int64_t>(value));
  };
  add("opened", opened);
  add("accepted", accepted);
  add("declined", declined);
  add("ignored", ignored);
  add("transferred", transferred);
  add("completed", completed);
  add("messages", messages);
  add("presence_changes", presence_changes);
  add("sent", sent);
  add("repeated", repeated);
  add("rejected", rejected);
  return out.text("first_rejection", first_rejection).str();
}

demo_floor::demo_floor(client::loop& on, demo_options options)
    : loop_(on), options_(std::move(options)), http_(on, options_.server), dice_(options_.seed) {}

result<demo_totals> demo_floor::run() {
  loop_.on_interrupt([this] { loop_.stop(); });
  set_up();
  loop_.run();
  if (failed_) return *failed_;
  return totals_;
}

std::string demo_floor::tenant_path(std::string_view rest) const {
  return "/v1/tenants/" + path_segment(options_.tenant) + std::string(rest);
}

std::string demo_floor::next_key() { return fmt::format("demo:{}:{}", options_.run_id, ++keys_); }

double demo_floor::random() {
  return static_cast<double>(dice_() >> 11U) / static_cast<double>(1ULL << 53U);
}

const std::string& demo_floor::one_of(const std::vector<std::string>& texts) {
  return texts[static_cast<std::size_t>(dice_() % texts.size())];
}

void demo_floor::soon(double from_ms, double to_ms, std::function<void()> use) {
  const double wait = (from_ms + random() * (to_ms - from_ms)) / options_.pace;
  loop_.after(std::chrono::milliseconds(static_cast<std::int64_t>(wait)), std::move(use));
}

void demo_floor::prepare(const std::string& method, std::string path, std::string body) {
  ++preparing_;
  http_.send({method, path, std::move(body), "", set_up_patience}, [this, path](const answer& got) {
    --preparing_;
    if (!got.ok() && !failed_) {
      const errc code =
          got.status == 0 || got.status >= 500 ? errc::unavailable : errc::bad_request;
      failed_ = rejection{code, path + ": " + std::to_string(got.status) + " " + got.body, {}};
      loop_.stop();
    }
    const bool agent = path.find("/agents/") != std::string::npos;
    if (!failed_ && agent && !path.ends_with("/presence")) {
      prepare("POST", path + "/presence", json_object().text("status", "available").str());
    }
    if (failed_ || preparing_ > 0) return;
    if (!floor_set_up_) return set_up_floor();
    live();
  });
}

void demo_floor::set_up() {
  json_object settings;
  settings.text("name", "Demo contact centre").number("after_work_ms", 4'000);
  settings.number("decline_pause_ms", 5'000);
  prepare("PUT", tenant_path(""), json_object().raw("settings", settings.str()).str());
}

void demo_floor::set_up_floor() {
  floor_set_up_ = true;
  // The queue that others overflow into comes first.
  for (const demo_queue& queue : demo_queues) {
    prepare("PUT", tenant_path(std::string("/queues/") + queue.id), queue_body(queue));
  }
  for (std::int64_t i = 0; i < options_.agents; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const std::string& first = demo_agents()[index % demo_agents().size()];
    const std::size_t round = index / demo_agents().size();
    agents_.push_back(round == 0 ? first : first + std::to_string(round + 1));
    prepare("PUT", tenant_path("/agents/" + agents_.back()), agent_body(agents_.back(), index));
  }
}

void demo_floor::live() {
  http_.send({"GET", tenant_path("/capacity"), "", ""}, [this](const answer& got) { adopt(got); });
  feed_ = std::make_unique<client::event_feed>(
      loop_, options_.server,
      tenant_path("/events?from=now&types=work_offered,work_accepted,session_ended"),
      [this](const client::feed_event& event) { on_feed(event); },
      [this](const std::string& why) {
        if (!options_.quiet) fmt::print(stderr, "feed: {}\n", why);
      });
  if (options_.seconds > 0) {
    loop_.after(std::chrono::seconds(options_.seconds), [this] { loop_.stop(); });
  }
  contact_comes();
  presence_changes();
  if (!options_.quiet) report_progress();
}

// Work that an earlier run left with the agents.
void demo_floor::adopt(const answer& capacity) {
  if (!capacity.ok()) return;
  for (const auto agent : client::json_items(client::json_member(capacity.body, "agents"))) {
    for (const auto slot : client::json_items(client::json_member(agent, "work"))) {
      const std::string name = json_text(agent, "agent");
      const std::string state = json_text(slot, "state");
      if (state == "reserved") offered(json_text(slot, "work"), name);
      if (state == "committed") joined(json_text(slot, "work"), name);
    }
  }
}

void demo_floor::post(std::string path, std::string body, client::http_client::answered then) {
  http_.send({"POST", std::move(path), std::move(body), next_key()},
             [this, then = std::move(then)](const answer& got) {
               ++totals_.sent;
               if (got.repeated) ++totals_.repeated;
               if (!got.ok()) {
                 ++totals_.rejected;
                 if (totals_.first_rejection.empty()) {
                   totals_.first_rejection = std::to_string(got.status) + " " + got.body;
                 }
               }
               if (then) then(got);
             });
}

void demo_floor::contact_comes() {
  const std::string contact = fmt::format("contact-{}", 1 + dice_() % 5000);
  const std::string draft =
      json_object().text("author", contact).text("text", one_of(first_words())).str();
  json_object body;
  body.text("contact", contact).text("channel", one_of(demo_channels()));
  body.text("address", "demo").raw("messages", "[" + draft + "]");
  post(tenant_path("/conversations"), body.str(), [this](const answer& got) {
    if (!got.ok()) return;
    ++totals_.opened;
    request_route(json_text(got.body, "conversation_id"));
  });
  // Contacts know nothing of each other: exponential gaps.
  const double gap_ms = -std::log(1 - random()) * 1000 / options_.rate;
  loop_.after(std::chrono::milliseconds(static_cast<std::int64_t>(gap_ms)),
              [this] { contact_comes(); });
}

void demo_floor::request_route(const std::string& conversation) {
  const double luck = random();
  const char* queue = luck < 0.6 ? "support" : luck < 0.9 ? "billing" : "vip";
  post(tenant_path("/conversations/" + path_segment(conversation) + "/route"),
       json_object().text("queue", queue).str());
}

void demo_floor::on_feed(const client::feed_event& event) {
  const std::string_view payload = client::json_member(event.data, "payload");
  const std::string work = json_text(payload, "work");
  const std::string agent = json_text(payload, "agent");
  if (event.type == "work_offered") {
    offered(work, agent);
  } else if (event.type == "work_accepted") {
    joined(work, agent);
  } else if (event.type == "session_ended") {
    const std::string session = json_text(payload, "session");
    chats_.erase(session.substr(0, session.rfind(".s")));
  }
}

void demo_floor::offered(const std::string& work, const std::string& agent) {
  const double luck = random();
  if (luck < 0.03) {
    ++totals_.ignored;  // the offer expires, and somebody else is asked
    return;
  }
  const bool declines = luck < 0.11;
  soon(400, 2500, [this, work, agent, declines] {
    json_object body;
    body.text("agent", agent);
    if (declines) body.text("reason", "busy with another contact");
    const std::string path = tenant_path("/work/" + path_segment(work));
    post(path + (declines ? "/decline" : "/accept"), body.str(),
         [this, declines](const answer& got) {
           if (got.ok()) ++(declines ? totals_.declined : totals_.accepted);
         });
  });
}

void demo_floor::joined(const std::string& work, const std::string& agent) {
  const std::string conversation = conversation_of(work);
  chats_[conversation] = {work, agent, "contact", 3 + static_cast<int>(dice_() % 6), false};
  soon(1000, 4000, [this, conversation] { talk(conversation); });
}

void demo_floor::talk(const std::string& conversation) {
  const auto found = chats_.find(conversation);
  if (found == chats_.end()) return;
  chat& c = found->second;
  if (c.messages_left-- <= 0) {
    const chat over = c;
    chats_.erase(found);
    finish(conversation, over);
    return;
  }
  const std::string& text = one_of(c.contact_next ? contact_words() : agent_words());
  const std::string& author = c.contact_next ? c.contact : c.agent;
  const std::string draft = json_object().text("author", author).text("text", text).str();
  const std::string body =
      json_object().flag("outbound", !c.contact_next).raw("message", draft).str();
  c.contact_next = random() < 0.3 ? c.contact_next : !c.contact_next;
  post(tenant_path("/conversations/" + path_segment(conversation) + "/messages"), body,
       [this, conversation](const answer& got) {
         if (got.ok()) ++totals_.messages;
         soon(1500, 6000, [this, conversation] { talk(conversation); });
       });
}

void demo_floor::finish(const std::string& conversation, const chat& over) {
  if (random() < 0.08) {
    json_object body;
    body.text("by", over.agent).text("queue", "vip").text("reason", "needs a decision");
    post(tenant_path("/conversations/" + path_segment(conversation) + "/transfer"), body.str(),
         [this](const answer& got) {
           if (got.ok()) ++totals_.transferred;
         });
    return;
  }
  post(tenant_path("/work/" + path_segment(over.work) + "/complete"),
       json_object().text("agent", over.agent).str(), [this](const answer& got) {
         if (got.ok()) ++totals_.completed;
       });
}

void demo_floor::presence_changes() {
  soon(4000, 9000, [this] {
    const std::string agent = one_of(agents_);
    if (!status_.contains(agent) && status_.size() < agents_.size() / 3) {
      const std::string status = random() < 0.5 ? "away" : "busy";
      status_[agent] = status;
      set_presence(agent, status);
      soon(8000, 25'000, [this, agent] {
        status_.erase(agent);
        set_presence(agent, "available");
      });
    }
    presence_changes();
  });
}

void demo_floor::set_presence(const std::string& agent, const std::string& status) {
  post(tenant_path("/agents/" + path_segment(agent) + "/presence"),
       json_object().text("status", status).str(), [this](const answer& got) {
         if (got.ok()) ++totals_.presence_changes;
       });
}

void demo_floor::report_progress() {
  loop_.after(std::chrono::seconds(5), [this] {
    fmt::print(stderr, "{} opened, {} with an agent, {} completed, {} messages, {} rejected\n",
               totals_.opened, chats_.size(), totals_.completed, totals_.messages,
               totals_.rejected);
    report_progress();
  });
}

}  // namespace parley::tool
