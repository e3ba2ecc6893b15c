#include "actors/partner/record_batch.hpp"

namespace parley::partner {
namespace {

template <class Number>
void put(std::string& to, Number value) {
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    to += static_cast<char>(static_cast<unsigned char>(value >> (8U * i)));
  }
}

void put_text(std::string& to, std::string_view text) {
  put(to, static_cast<std::uint32_t>(text.size()));
  to += text;
}

/// Reads on; what is not there makes `good` false and reads as zero.
struct reader {
  std::string_view left;
  bool good = true;

  template <class Number>
  Number number() {
    Number value = 0;
    if (left.size() < sizeof(Number)) {
      good = false;
      return value;
    }
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
      value = static_cast<Number>(
          value | static_cast<Number>(static_cast<Number>(static_cast<unsigned char>(left[i]))
                                      << (8U * i)));
    }
    left.remove_prefix(sizeof(Number));
    return value;
  }
  std::string text() {
    const auto size = number<std::uint32_t>();
    if (left.size() < size) {
      good = false;
      return {};
    }
    std::string found(left.substr(0, size));
    left.remove_prefix(size);
    return found;
  }
};

rejection not_a_batch() { return {errc::bad_request, "the body is not a batch of records", {}}; }

}  // namespace

void pack(std::string& to, const store::partner_record& record) {
  put(to, record.from.partition);
  put(to, record.from.at);
  put_text(to, record.value);
  put(to, static_cast<std::uint32_t>(record.headers.size()));
  for (const auto& header : record.headers) {
    put_text(to, header.name);
    put_text(to, header.value);
  }
}

void pack(std::string& to, const outcome& one) {
  put(to, static_cast<std::uint8_t>(one.did.ok() ? 1 : 0));
  put(to, static_cast<std::uint8_t>(one.repeated ? 1 : 0));
  const rejection why = one.did.ok() ? rejection{} : one.did.error();
  put(to, static_cast<std::uint8_t>(why.code));
  put_text(to, why.message);
  put_text(to, why.state);
}

result<std::vector<store::partner_record>> unpack_records(std::string_view bytes,
                                                          const std::string& topic) {
  reader in{bytes};
  std::vector<store::partner_record> all;
  while (in.good && !in.left.empty()) {
    store::partner_record& one = all.emplace_back();
    one.from.topic = topic;
    one.from.partition = in.number<std::uint32_t>();
    one.from.at = in.number<std::uint64_t>();
    one.value = in.text();
    const auto headers = in.number<std::uint32_t>();
    for (std::uint32_t i = 0; in.good && i < headers; ++i) {
      std::string name = in.text();
      one.headers.push_back({std::move(name), in.text()});
    }
  }
  if (!in.good) {
    return not_a_batch();
  }
  return all;
}

result<std::vector<outcome>> unpack_outcomes(std::string_view bytes) {
  reader in{bytes};
  std::vector<outcome> all;
  while (in.good && !in.left.empty()) {
    const bool did = in.number<std::uint8_t>() == 1;
    const bool repeated = in.number<std::uint8_t>() == 1;
    const auto code = in.number<std::uint8_t>();
    std::string message = in.text();
    std::string state = in.text();
    if (code > static_cast<std::uint8_t>(errc::corrupt)) {
      return not_a_batch();
    }
    all.push_back(
        {did ? status(done{}) : rejection{errc(code), std::move(message), state}, repeated});
  }
  if (!in.good) {
    return not_a_batch();
  }
  return all;
}

}  // namespace parley::partner
