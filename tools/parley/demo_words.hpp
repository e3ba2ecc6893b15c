#pragma once
// What the people of the demo are called and what they say. Data only.

#include <array>
#include <string>
#include <vector>

namespace parley::tool {

struct demo_queue {
  const char* id;
  const char* name;
  int priority;
  const char* overflow;  ///< where its work goes after 45 s; "": nowhere
};
inline constexpr std::array<demo_queue, 3> demo_queues{{
    {"support", "Support", 0, ""},
    {"billing", "Billing", 5, "support"},
    {"vip", "Key accounts", 20, "support"},
}};

const std::vector<std::string>& demo_agents();
const std::vector<std::string>& demo_channels();
const std::vector<std::string>& first_words();
const std::vector<std::string>& contact_words();
const std::vector<std::string>& agent_words();

}  // namespace parley::tool
