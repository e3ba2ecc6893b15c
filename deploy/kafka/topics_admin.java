// The half of deploy/kafka/topics that speaks to the cluster: reads what is wanted as JSON from
// standard input, compares, and changes what differs. Run from source by the JDK.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.common.acl.*;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.resource.*;

class topics_admin {
  static final int exit_differs = 1;
  static final int exit_failed = 3;
  final Admin admin;
  final boolean change;
  boolean differs = false;

  topics_admin(Admin admin, boolean change) {
    this.admin = admin;
    this.change = change;
  }

  public static void main(String[] arguments) throws Exception {
    JsonNode wanted = new ObjectMapper().readTree(System.in);
    Properties properties = new Properties();
    String file = wanted.get("command_config").asText();
    if (!file.isEmpty()) {
      try (FileInputStream from = new FileInputStream(file)) {
        properties.load(from);
      }
    }
    properties.put("bootstrap.servers", wanted.get("bootstrap").asText());
    properties.putIfAbsent("default.api.timeout.ms", "30000");
    properties.putIfAbsent("request.timeout.ms", "10000");
    try (Admin admin = Admin.create(properties)) {
      topics_admin run = new topics_admin(admin, wanted.get("change").asBoolean());
      run.topics(wanted.get("topics"));
      run.users(wanted.get("users"));
      run.acls(wanted.get("acls"));
      System.exit(run.differs && !run.change ? exit_differs : 0);
    } catch (ExecutionException error) {
      System.err.println("topics: " + error.getCause().getMessage());
    } catch (RuntimeException error) {
      System.err.println("topics: " + error.getMessage());
    }
    System.exit(exit_failed);
  }

  void say(String what, String name) {
    differs |= !what.equals("unchanged");
    System.out.println((change || what.equals("unchanged") ? "" : "would be ") + what + ": " + name);
  }

  void topics(JsonNode wanted) throws Exception {
    Set<String> present = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    List<JsonNode> missing = new ArrayList<>();
    for (JsonNode topic : wanted) {
      String name = topic.get("name").asText();
      if (!present.contains(name)) {
        missing.add(topic);
      } else {
        compare(name, topic);
      }
    }
    for (JsonNode topic : missing) {
      create(topic);
    }
  }

  static Map<String, String> config_of(JsonNode topic) {
    Map<String, String> config = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : topic.get("config").properties()) {
      config.put(entry.getKey(), entry.getValue().asText());
    }
    return config;
  }

  void create(JsonNode topic) throws Exception {
    String name = topic.get("name").asText();
    if (change) {
      NewTopic fresh = new NewTopic(name, topic.get("partitions").asInt(),
          (short) topic.get("replication").asInt());
      try {
        admin.createTopics(List.of(fresh.configs(config_of(topic)))).all().get();
      } catch (ExecutionException error) {
        if (!(error.getCause() instanceof TopicExistsException)) {
          throw new IllegalStateException("topic " + name + ": " + error.getCause().getMessage());
        }
      }
    }
    say("created", "topic " + name);
  }

  void compare(String name, JsonNode topic) throws Exception {
    TopicDescription is = admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
    int partitions = topic.get("partitions").asInt();
    int replication = is.partitions().get(0).replicas().size();
    if (is.partitions().size() > partitions) {
      throw new IllegalStateException("topic " + name + " has " + is.partitions().size()
          + " partitions, the file says " + partitions + ": partitions cannot be taken away");
    }
    if (replication != topic.get("replication").asInt()) {
      throw new IllegalStateException("topic " + name + " has replication " + replication
          + ", the file says " + topic.get("replication") + ": reassign its partitions first");
    }
    boolean same = true;
    if (is.partitions().size() < partitions) {
      if (name.equals("parley.events")) {
        throw new IllegalStateException("topic " + name + " has " + is.partitions().size()
            + " partitions: tenants are hashed onto them, so their number never changes");
      }
      same = false;
      if (change) {
        admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all().get();
      }
    }
    same &= compare_config(name, config_of(topic));
    say(same ? "unchanged" : "changed", "topic " + name);
  }

  boolean compare_config(String name, Map<String, String> wanted) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    Config is = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    Collection<AlterConfigOp> changes = new ArrayList<>();
    for (Map.Entry<String, String> entry : wanted.entrySet()) {
      ConfigEntry found = is.get(entry.getKey());
      // A default that happens to be right may change with the broker: it is written down.
      if (found == null || !entry.getValue().equals(found.value())
          || found.source() != ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
        changes.add(new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()),
            AlterConfigOp.OpType.SET));
      }
    }
    if (change && !changes.isEmpty()) {
      admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
    }
    return changes.isEmpty();
  }

  void users(JsonNode wanted) throws Exception {
    if (wanted.isEmpty()) {
      return;
    }
    Set<String> present = new HashSet<>(admin.describeUserScramCredentials().users().get());
    for (JsonNode user : wanted) {
      String name = user.get("name").asText();
      // A stored credential cannot be compared with a password, so it is always set anew.
      if (change) {
        ScramMechanism mechanism = ScramMechanism.fromMechanismName(user.get("mechanism").asText());
        byte[] password = user.get("password").asText().getBytes(StandardCharsets.UTF_8);
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name,
            new ScramCredentialInfo(mechanism, 8192), password))).all().get();
      }
      say(present.contains(name) ? "unchanged" : "created", "user " + name);
    }
  }

  void acls(JsonNode wanted) throws Exception {
    if (wanted.isEmpty()) {
      return;
    }
    Set<AclBinding> present = new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
    for (JsonNode acl : wanted) {
      AclBinding binding = new AclBinding(
          new ResourcePattern(ResourceType.fromString(upper(acl, "resource")),
              acl.get("name").asText(), PatternType.fromString(upper(acl, "pattern"))),
          new AccessControlEntry(acl.get("principal").asText(), acl.get("host").asText(),
              AclOperation.fromString(upper(acl, "operation")),
              AclPermissionType.fromString(upper(acl, "permission"))));
      boolean same = present.contains(binding);
      if (!same && change) {
        admin.createAcls(List.of(binding)).all().get();
      }
      say(same ? "unchanged" : "created", "acl " + acl.get("principal").asText() + " "
          + acl.get("permission").asText() + " " + acl.get("operation").asText() + " "
          + acl.get("resource").asText() + " " + acl.get("name").asText()
          + (acl.get("pattern").asText().equals("prefixed") ? "*" : ""));
    }
  }

  static String upper(JsonNode table, String key) {
    return table.get(key).asText().toUpperCase(Locale.ROOT);
  }
}
