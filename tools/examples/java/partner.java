// A complete small partner: brings a contact's messages to Parley over Kafka and takes the agent's
// answers from it.
//
//     mvn -q dependency:copy-dependencies
//     java -cp 'target/dependency/*' partner.java bootstrap=127.0.0.1:19092 partner=shop
//
// The records are CloudEvents in binary mode: what and whom they concern is in the headers, the
// value is a table of schemas/commands.fbs or schemas/events.fbs as JSON. schemas/README.md has it
// all.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

class partner {
  static final ObjectMapper json = new ObjectMapper();
  final Map<String, String> options =
      new HashMap<>(
          Map.of(
              "bootstrap", "127.0.0.1:19092",
              "partner", "shop",
              "tenant", "acme",
              "channel", "chat",
              "queue", "support"));
  final KafkaProducer<String, String> producer;
  final KafkaConsumer<String, String> consumer;
  final String subject;
  final Set<String> seen = new HashSet<>();
  String wrong = "";
  boolean rejected = false;
  boolean ended = false;

  partner(String[] arguments) {
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      options.put(pair[0], pair[1]);
    }
    String name = options.get("partner");
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", options.get("bootstrap"), "enable.idempotence", "true"),
            new StringSerializer(),
            new StringSerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", options.get("bootstrap"),
                // Groups of a partner begin with its name: that is what its rights say.
                "group.id", name + "." + UUID.randomUUID(),
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.subscribe(List.of("parley.out." + name, "parley.rejected." + name));
    subject = options.get("tenant") + "/conversation/java-" + UUID.randomUUID();
  }

  /** Asks Parley for a command. The same id may be sent again at any time: it counts once. */
  String send(String command, String value) throws Exception {
    String id = UUID.randomUUID().toString();
    // All of a conversation in one partition: that keeps its order.
    ProducerRecord<String, String> record =
        new ProducerRecord<>("parley.in." + options.get("partner"), subject, value);
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", id);
    header(record, "ce_source", "/examples/java");
    header(record, "ce_type", "parley." + command);
    header(record, "ce_subject", subject);
    header(record, "content-type", "application/json");
    producer.send(record).get();
    return id;
  }

  static void header(ProducerRecord<String, String> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  static String header(ConsumerRecord<String, String> record, String name) {
    Header found = record.headers().lastHeader(name);
    return found == null ? "" : new String(found.value(), StandardCharsets.UTF_8);
  }

  void handle(ConsumerRecord<String, String> record) throws Exception {
    String id = header(record, "ce_id");
    String type = header(record, "ce_type");
    // Events may come again after a failure, with the same id.
    if (!seen.add(record.topic() + " " + header(record, "ce_source") + " " + id)) {
      return;
    }
    if (record.topic().startsWith("parley.rejected.")) {
      if (id.equals(wrong)) {
        System.out.println(
            "rejected: " + header(record, "parley_code") + ": " + header(record, "parley_message"));
        rejected = true;
      }
    } else if (!header(record, "ce_subject").equals(subject)) {
      return;
    } else if (type.equals("parley.outbound_message_accepted")) {
      JsonNode message = json.readTree(record.value());
      System.out.println("the agent says: " + message.get("text").asText());
      send("post_message", "{\"message\":{\"message\":\"m2\",\"text\":\"Thank you!\"}}");
      send("end_session", "{\"by\":\"kim@example.org\"}");
    } else if (type.equals("parley.session_ended")) {
      ended = true;
    } else {
      System.out.println(id + " " + type);
    }
  }

  int converse() throws Exception {
    send(
        "open_conversation",
        json.writeValueAsString(
            Map.of(
                "contact", "kim@example.org",
                "channel", options.get("channel"),
                "messages",
                    List.of(Map.of("message", "m1", "text", "My order has not arrived.")))));
    send("request_route", json.writeValueAsString(Map.of("queue", options.get("queue"))));
    wrong = send("post_message", "{\"no such field\": 1}");
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < until) {
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
        handle(record);
      }
      if (rejected && ended) {
        System.out.println("done");
        return 0;
      }
    }
    System.err.println("no end of the session, or no reject, within a minute");
    return 1;
  }

  public static void main(String[] arguments) throws Exception {
    partner one = new partner(arguments);
    int code = one.converse();
    one.consumer.close();
    one.producer.close();
    System.exit(code);
  }
}
