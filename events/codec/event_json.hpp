#pragma once
// A recorded event as one JSON object: what the SSE feed sends and what exports hold.

#include <string>

#include "events/base/recorded.hpp"

namespace parley::codec {

/// {"position","stream","version","recorded_at","by":{"role","name"},"command","type","payload"}
void write_event_json(std::string& to, const recorded_event& event);

}  // namespace parley::codec
