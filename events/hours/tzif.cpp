#include "events/hours/tzif.hpp"

#include <array>

namespace parley {
namespace {

// The two headers of a TZif file and what follows each (RFC 8536, section 3).
struct tzif_counts {
  std::size_t ut_indicators = 0;
  std::size_t standard_indicators = 0;
  std::size_t leaps = 0;
  std::size_t times = 0;
  std::size_t types = 0;
  std::size_t characters = 0;
  std::size_t body_bytes(std::size_t time_bytes) const {
    return times * (time_bytes + 1) + types * 6 + characters + leaps * (time_bytes + 4) +
           standard_indicators + ut_indicators;
  }
};

constexpr std::size_t header_bytes = 44;
// Some files begin with a transition at the big bang. Before 1796 there were no zones, and beyond
// the year 36000 none are listed.
constexpr std::int64_t first_time_s = -5'500'000'000;
constexpr std::int64_t last_time_s = 1'000'000'000'000;
constexpr std::size_t count_max = 65'536;  // of anything in a file: real ones have a few hundred

class cursor {
 public:
  explicit cursor(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::size_t left() const { return bytes_.size() - at_; }
  void skip(std::size_t count) { at_ += count; }
  std::uint8_t byte() { return bytes_[at_++]; }
  std::uint64_t big_endian(std::size_t width) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      value = value << 8U | bytes_[at_++];
    }
    return value;
  }
  std::string text(std::size_t count) {
    std::string out(bytes_.begin() + static_cast<std::ptrdiff_t>(at_),
                    bytes_.begin() + static_cast<std::ptrdiff_t>(at_ + count));
    at_ += count;
    return out;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

// False if this is no header, or one of a file older than version 2.
bool read_header(cursor& in, tzif_counts& counts) {
  if (in.left() < header_bytes || in.text(4) != "TZif" || in.byte() < '2') {
    return false;
  }
  in.skip(15);
  for (std::size_t* count : {&counts.ut_indicators, &counts.standard_indicators, &counts.leaps,
                             &counts.times, &counts.types, &counts.characters}) {
    *count = static_cast<std::size_t>(in.big_endian(4));
    if (*count > count_max) {
      return false;
    }
  }
  return counts.types > 0;
}

bool read_body(cursor& in, const tzif_counts& counts, zone_rules& to) {
  std::vector<std::int64_t> times(counts.times);
  for (std::int64_t& time : times) {
    time = static_cast<std::int64_t>(in.big_endian(8));
  }
  std::vector<std::size_t> types(counts.times);
  for (std::size_t& type : types) {
    type = in.byte();
    if (type >= counts.types) {
      return false;
    }
  }
  std::vector<std::int32_t> offsets(counts.types);
  for (std::int32_t& offset : offsets) {
    offset = static_cast<std::int32_t>(in.big_endian(4));
    if (offset < -93'600 || offset > 93'600) {
      return false;
    }
    in.skip(2);
  }
  to.first_offset_s = offsets[0];
  std::int32_t offset = to.first_offset_s;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if ((i > 0 && times[i] <= times[i - 1]) || times[i] > last_time_s) {
      return false;
    }
    if (times[i] < first_time_s) {
      offset = to.first_offset_s = offsets[types[i]];
      continue;
    }
    // The last one is kept in any case: the footer holds from there on, not before.
    if (offsets[types[i]] != offset || i + 1 == times.size()) {
      offset = offsets[types[i]];
      to.transitions.push_back({times[i], offset});
    }
  }
  in.skip(counts.characters + counts.leaps * 12 + counts.standard_indicators +
          counts.ut_indicators);
  return true;
}

}  // namespace

result<zone_rules> parse_tzif(std::string zone, std::string release,
                              std::span<const std::uint8_t> bytes) {
  const rejection bad{errc::corrupt, "not a time zone file of version 2 or later: " + zone, {}};
  zone_rules rules;
  rules.zone = std::move(zone);
  rules.release = std::move(release);
  cursor in(bytes);
  tzif_counts counts;
  // The first body repeats the second with 32-bit times.
  if (!read_header(in, counts) || in.left() < counts.body_bytes(4)) {
    return bad;
  }
  in.skip(counts.body_bytes(4));
  counts = {};
  if (!read_header(in, counts) || in.left() < counts.body_bytes(8) + 2 ||
      !read_body(in, counts, rules)) {
    return bad;
  }
  std::string footer = in.text(in.left());
  if (footer.front() != '\n' || footer.find('\n', 1) != footer.size() - 1) {
    return bad;
  }
  rules.footer = footer.substr(1, footer.size() - 2);
  return rules;
}

}  // namespace parley
