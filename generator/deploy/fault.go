package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
)

// A refusal is a mistake of the command line, or of what it names: exit code 2.
type refusal struct{ text string }

func (r *refusal) Error() string { return r.text }

func refuse(format string, args ...any) error { return &refusal{fmt.Sprintf(format, args...)} }

func noCredentials(profile string) error {
	if profile != "" {
		return fmt.Errorf("there are no credentials for the profile %s in the shared credentials file (~/.aws/credentials)", profile)
	}
	return errors.New("there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile of ~/.aws/credentials with --profile")
}

// pauses are how long to wait between tries.
var pauses = []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second}

// try does something with the store, again and again while what goes wrong may pass.
// Each try may take as long as limit.
func (s *store) try(ctx context.Context, limit time.Duration, do func(context.Context) error) error {
	for i := 0; ; i++ {
		once, cancel := context.WithTimeout(ctx, limit)
		err := do(once)
		cancel()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if i == len(s.pauses) || !s.passing(err) {
			return s.plain(err)
		}
		s.said(fmt.Sprintf("%s; trying again in %v", s.passed(err), s.pauses[i]))
		select {
		case <-time.After(s.pauses[i]):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// passing reports whether what went wrong may be well again in a moment.
func (s *store) passing(err error) bool {
	if e := answered(err); e.Code != "" || e.StatusCode != 0 {
		return e.StatusCode >= 500 && e.Code != minio.NotImplemented || e.StatusCode == http.StatusTooManyRequests ||
			slices.Contains([]string{"SlowDown", "RequestTimeout", "ConditionalRequestConflict", "OperationAborted", "BadDigest"}, e.Code)
	}
	var file *os.PathError
	return s.wire.reached.Load() && !errors.As(err, &file)
}

// passed says what is wrong for the moment.
func (s *store) passed(err error) string {
	if e := answered(err); e.Code != "" || e.StatusCode != 0 {
		return fmt.Sprintf("the store asks for patience (%s)", strings.TrimSpace(fmt.Sprintf("%d %s", e.StatusCode, e.Code)))
	}
	return "the connection to the store was lost"
}

// answered is what the store said, empty if it said nothing.
func answered(err error) minio.ErrorResponse {
	var e minio.ErrorResponse
	errors.As(err, &e)
	return e
}

// isChanged reports whether the store did not write because something else stood
// there.
func isChanged(err error) bool {
	e := answered(err)
	return e.StatusCode == http.StatusPreconditionFailed || e.Code == "PreconditionFailed"
}

// An answer is an error with the plain words for it.
type answer struct {
	words string
	err   error
}

func (a *answer) Error() string { return a.words }
func (a *answer) Unwrap() error { return a.err }

// plain says an error in plain words, without anything secret.
func (s *store) plain(err error) error {
	e := answered(err)
	if e.Code == "" && e.StatusCode == 0 {
		return s.unreached(err)
	}
	if e.Code == minio.NoSuchBucket || e.Code == "InvalidBucketName" {
		return &refusal{fmt.Sprintf("there is no bucket %s at %s; make it first, or mend its name", s.bucket, s.client.EndpointURL().Host)}
	}
	return &answer{s.scrub(s.words(e)), e}
}

// words are those for an answer of the store.
func (s *store) words(e minio.ErrorResponse) string {
	told := fmt.Sprintf("%d %s", e.StatusCode, e.Code)
	switch e.Code {
	case "InvalidAccessKeyId", "XAdminUserNotFound": // the second is versitygw's word
		return fmt.Sprintf("the store does not know this access key (%s); is it a key of this store, and not deleted?", told)
	case "SignatureDoesNotMatch":
		return fmt.Sprintf("the secret key does not belong to the access key (%s); copy it again, whole", told)
	case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidToken":
		return fmt.Sprintf("the credentials have expired (%s); sign in again", told)
	case "AccessDenied", "AllAccessDisabled", "AccountProblem":
		return fmt.Sprintf("these credentials may not do that in %s (%s); docs/deploy.md lists what they must be allowed", s, told)
	case "RequestTimeTooSkewed", "RequestExpired":
		now := time.Now().UTC()
		there := now.Add(time.Duration(s.wire.ahead.Load()) * time.Second)
		return fmt.Sprintf("the clocks differ too much (%s): this computer says %s, the store says %s; set this computer's clock",
			told, now.Format(time.DateTime), there.Format(time.DateTime))
	case "AuthorizationHeaderMalformed", "InvalidRegion", "PermanentRedirect", "IllegalLocationConstraintException":
		if e.Region != "" {
			return fmt.Sprintf("the bucket is in the region %s (%s); say --region %s", e.Region, told, e.Region)
		}
		return fmt.Sprintf("the bucket is in another region (%s); name it with --region", told)
	case "SlowDown", "ServiceUnavailable", "SlowDownWrite", "SlowDownRead":
		return fmt.Sprintf("the store asks for fewer requests, and still did after half a minute (%s); wait a little, then run this again, with a smaller --jobs", told)
	}
	if e.StatusCode == http.StatusMovedPermanently || e.StatusCode == http.StatusTemporaryRedirect {
		return fmt.Sprintf("the bucket is elsewhere (%s); name its region with --region", told)
	}
	return fmt.Sprintf("the store answered %s: %s", told, e.Error())
}

// unreached says why there was no answer.
func (s *store) unreached(err error) error {
	host := s.client.EndpointURL().Host
	var name *net.DNSError
	var unknown x509.UnknownAuthorityError
	var wrongName x509.HostnameError
	var file *os.PathError
	text := err.Error()
	switch {
	case errors.As(err, &file):
		return err
	case errors.As(err, &name):
		text = fmt.Sprintf("there is no computer called %s, or no network; is --endpoint right?", name.Name)
	case errors.As(err, &unknown), errors.As(err, &wrongName):
		text = fmt.Sprintf("%s does not prove who it is: %v", host, err)
	case errors.Is(err, context.DeadlineExceeded):
		text = fmt.Sprintf("%s did not answer in time", host)
	case !s.wire.reached.Load():
		text = fmt.Sprintf("%s cannot be reached: %v", host, err)
	default:
		text = fmt.Sprintf("the connection to %s was lost, and did not come back within half a minute: %v", host, err)
	}
	return &answer{s.scrub(text), nil}
}

// scrub takes all that is secret out of a text.
func (s *store) scrub(text string) string {
	for _, secret := range s.secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "[hidden]")
		}
	}
	return text
}
