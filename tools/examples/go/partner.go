// A complete small partner: brings a contact's messages to Parley over Kafka and takes the agent's
// answers from it.
//
//	go run . -bootstrap 127.0.0.1:19092 -partner shop -tenant acme -channel chat
//
// The records are CloudEvents in binary mode: what and whom they concern is in the headers, the
// value is a table of schemas/commands.fbs or schemas/events.fbs as JSON. schemas/README.md has it
// all.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

var (
	bootstrap = flag.String("bootstrap", "127.0.0.1:19092", "address of a broker")
	partner   = flag.String("partner", "shop", "name of the partner")
	tenant    = flag.String("tenant", "acme", "tenant of the conversation")
	channel   = flag.String("channel", "chat", "channel of the conversation")
	queue     = flag.String("queue", "support", "queue to route to")
)

func random_id() string {
	var bytes [12]byte
	if _, err := rand.Read(bytes[:]); err != nil {
		panic(err)
	}
	return hex.EncodeToString(bytes[:])
}

type talk struct {
	client   *kgo.Client
	subject  string
	wrong    string
	seen     map[string]bool
	rejected bool
	ended    bool
}

// Asks Parley for a command. The same id may be sent again at any time: it counts once.
func (t *talk) send(ctx context.Context, command string, value any) (string, error) {
	body, raw := value.([]byte)
	if !raw {
		var err error
		if body, err = json.Marshal(value); err != nil {
			return "", err
		}
	}
	id := random_id()
	record := &kgo.Record{
		Topic: "parley.in." + *partner,
		Key:   []byte(t.subject), // all of a conversation in one partition: that keeps its order
		Value: body,
	}
	for _, header := range [][2]string{
		{"ce_specversion", "1.0"}, {"ce_id", id}, {"ce_source", "/examples/go"},
		{"ce_type", "parley." + command}, {"ce_subject", t.subject},
		{"content-type", "application/json"},
	} {
		record.Headers = append(record.Headers,
			kgo.RecordHeader{Key: header[0], Value: []byte(header[1])})
	}
	return id, t.client.ProduceSync(ctx, record).FirstErr()
}

func (t *talk) handle(ctx context.Context, record *kgo.Record) error {
	headers := map[string]string{}
	for _, header := range record.Headers {
		headers[header.Key] = string(header.Value)
	}
	key := record.Topic + " " + headers["ce_source"] + " " + headers["ce_id"]
	if t.seen[key] {
		return nil // events may come again after a failure, with the same id
	}
	t.seen[key] = true
	switch {
	case strings.HasPrefix(record.Topic, "parley.rejected."):
		if headers["ce_id"] == t.wrong {
			fmt.Printf("rejected: %s: %s\n", headers["parley_code"], headers["parley_message"])
			t.rejected = true
		}
	case headers["ce_subject"] != t.subject:
	case headers["ce_type"] == "parley.outbound_message_accepted":
		var message struct{ Text string }
		if err := json.Unmarshal(record.Value, &message); err != nil {
			return err
		}
		fmt.Printf("the agent says: %s\n", message.Text)
		thanks := map[string]any{"message": map[string]string{"message": "m2", "text": "Thank you!"}}
		if _, err := t.send(ctx, "post_message", thanks); err != nil {
			return err
		}
		_, err := t.send(ctx, "end_session", map[string]string{"by": "kim@example.org"})
		return err
	case headers["ce_type"] == "parley.session_ended":
		t.ended = true
	default:
		fmt.Println(headers["ce_id"], headers["ce_type"])
	}
	return nil
}

func (t *talk) converse(ctx context.Context) error {
	opening := map[string]any{
		"contact": "kim@example.org", "channel": *channel,
		"messages": []map[string]string{{"message": "m1", "text": "My order has not arrived."}},
	}
	if _, err := t.send(ctx, "open_conversation", opening); err != nil {
		return err
	}
	if _, err := t.send(ctx, "request_route", map[string]string{"queue": *queue}); err != nil {
		return err
	}
	var err error
	if t.wrong, err = t.send(ctx, "post_message", []byte(`{"no such field": 1}`)); err != nil {
		return err
	}
	for !t.rejected || !t.ended {
		fetched := t.client.PollFetches(ctx)
		if err := fetched.Err(); err != nil {
			return err
		}
		for _, record := range fetched.Records() {
			if err := t.handle(ctx, record); err != nil {
				return err
			}
		}
	}
	return nil
}

func main() {
	flag.Parse()
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(*bootstrap, ",")...),
		// Groups of a partner begin with its name: that is what its rights say.
		kgo.ConsumerGroup(*partner+"."+random_id()),
		kgo.ConsumeTopics("parley.out."+*partner, "parley.rejected."+*partner),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
	)
	if err == nil {
		defer client.Close()
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		t := talk{client: client, subject: *tenant + "/conversation/go-" + random_id(),
			seen: map[string]bool{}}
		err = t.converse(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "failed:", err)
		os.Exit(1)
	}
	fmt.Println("done")
}
