#pragma once
// `[[partner]]` of the configuration file: who exchanges records over Kafka, and in which tenants
// and channels.

#include <vector>

#include "actors/partner/installations.hpp"

namespace parley::tool {

class toml_reader;

/// Reads all `[[partner]]` tables. A name that cannot be a topic's, a partner or an installation
/// that is there twice, and an installation without a channel are refused.
void read_partners(toml_reader& in, std::vector<partner::definition>& to);

}  // namespace parley::tool
