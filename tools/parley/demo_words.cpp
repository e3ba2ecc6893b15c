#include "tools/parley/demo_words.hpp"

namespace parley::tool {

const std::vector<std::string>& demo_agents() {
  static const std::vector<std::string> names = {
      "amira", "bruno", "chloe", "dmitri", "elif",  "farid", "grace", "hiro", "ines", "jonas",
      "katya", "liam",  "mei",   "noor",   "oskar", "priya", "quinn", "rosa", "sven", "tara"};
  return names;
}

const std::vector<std::string>& demo_channels() {
  static const std::vector<std::string> channels = {"messaging", "messaging", "email", "voice"};
  return channels;
}

const std::vector<std::string>& first_words() {
  static const std::vector<std::string> words = {
      "Hello, my order has not arrived yet.",
      "I was charged twice this month.",
      "How do I reset my password?",
      "The app closes as soon as I open it.",
      "Can I change the delivery address?",
      "I would like to cancel my subscription.",
      "Your invoice shows the wrong company name.",
      "Is there an outage? Nothing loads.",
      "Kann ich meinen Tarif wechseln?",
      "Je n'ai pas reçu le code de confirmation.",
  };
  return words;
}

const std::vector<std::string>& contact_words() {
  static const std::vector<std::string> words = {
      "Yes, that is right.",    "The number is 4711-0815.", "Since yesterday evening.",
      "No, still the same.",    "That works, thank you!",   "Could you check again, please?",
      "I will send a picture.", "How long will it take?",   "Thanks for the quick answer 🙂",
  };
  return words;
}

const std::vector<std::string>& agent_words() {
  static const std::vector<std::string> words = {
      "Hello, I am looking into it for you.",     "Could you tell me your order number?",
      "Thank you. One moment, please.",           "I have found it: the parcel is on its way.",
      "I have refunded the second payment.",      "Please try it once more now.",
      "Is there anything else I can do for you?", "I have sent you a new link.",
  };
  return words;
}

}  // namespace parley::tool
