package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// A store is a folder of a bucket.
type store struct {
	client      *minio.Client
	bucket      string
	prefix      string // with a slash at its end, or ""
	conditional bool   // it writes only over what we say, if we say so
	wire        *wire
	secrets     []string // what no message may hold
	pauses      []time.Duration
	said        func(string) // tells that something has to wait
}

// markName is the name of the metadata that holds a file's mark.
const markName = "Iopguide"

// A place is where the person wants the site.
type place struct {
	bucket, prefix  string
	endpoint        *url.URL
	region, profile string
}

func (s *store) String() string { return "s3://" + s.bucket + "/" + s.prefix }

// open returns the store at p, with what the person may do there.
func open(ctx context.Context, p place, said func(string)) (*store, error) {
	creds := chain(p.profile, p.region)
	value, err := creds.GetWithContext(&credentials.CredContext{Context: ctx, Client: &http.Client{Timeout: 5 * time.Second}})
	if err != nil || value.SignerType.IsAnonymous() || value.AccessKeyID == "" {
		return nil, noCredentials(p.profile)
	}
	s := &store{bucket: p.bucket, prefix: p.prefix, said: said, pauses: pauses,
		secrets: []string{value.SecretAccessKey, value.SessionToken, value.AccessKeyID}}
	base, err := minio.DefaultTransport(p.endpoint.Scheme == "https")
	if err != nil {
		return nil, err
	}
	s.wire = &wire{base: base}
	s.client, err = minio.New(p.endpoint.Host, &minio.Options{Creds: creds, Region: p.region,
		Secure: p.endpoint.Scheme == "https", Transport: s.wire, MaxRetries: 2})
	if err != nil {
		return nil, refuse("%s", s.scrub(err.Error()))
	}
	s.client.SetAppInfo("iopguide-deploy", release)
	return s, nil
}

// chain looks for credentials where other tools do: the environment, the shared
// files, and what the machine or container may do. A profile that was asked for goes
// before all.
func chain(profile, region string) *credentials.Credentials {
	file := &credentials.FileAWSCredentials{Profile: profile}
	if profile != "" {
		return credentials.NewChainCredentials([]credentials.Provider{file})
	}
	machine := &credentials.IAM{Region: region, Client: &http.Client{Timeout: 2 * time.Second}}
	return credentials.NewChainCredentials([]credentials.Provider{&credentials.EnvAWS{}, file, machine})
}

// list returns the versions of the objects that are wanted, and counts the others.
func (s *store) list(ctx context.Context, wanted func(path string) bool) (versions map[string]string, others int, err error) {
	versions = map[string]string{}
	last := ""
	err = s.try(ctx, time.Minute, func(ctx context.Context) error {
		owner := false
		for o := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{
			Prefix: s.prefix, Recursive: true, StartAfter: last, FetchOwner: &owner}) {
			if o.Err != nil {
				return o.Err
			}
			last = o.Key
			switch path := strings.TrimPrefix(o.Key, s.prefix); {
			case path == ledgerName:
			case wanted(path):
				versions[path] = o.ETag
			default:
				others++
			}
		}
		return nil
	})
	return versions, others, err
}

// ask returns what stands at path, with its mark.
func (s *store) ask(ctx context.Context, path string) (object, error) {
	var o object
	err := s.try(ctx, time.Minute, func(ctx context.Context) error {
		info, err := s.client.StatObject(ctx, s.bucket, s.prefix+path, minio.StatObjectOptions{})
		if err != nil {
			return err
		}
		mark := info.UserMetadata[markName]
		o = object{version: info.ETag, mark: mark, ours: mark != ""}
		return nil
	})
	return o, err
}

// put uploads a file over the version that stands there, and returns the new one.
func (s *store) put(ctx context.Context, p put, r *os.File) (version string, err error) {
	// The MD5 stands in the signed request, so that the store refuses other bytes. Without
	// the SHA-256 they go as they are, not in chunks: some stores keep that encoding.
	opts := minio.PutObjectOptions{ContentType: p.Type, CacheControl: p.Cache, WebsiteRedirectLocation: p.Redirect,
		UserMetadata: map[string]string{markName: p.mark()}, SendContentMd5: true, DisableMultipart: true, DisableContentSha256: true}
	s.over(&opts, p.over)
	err = s.try(ctx, allowed(p.Size), func(ctx context.Context) error {
		info, err := s.client.PutObject(ctx, s.bucket, s.prefix+p.Path, io.NewSectionReader(r, 0, p.Size), p.Size, opts)
		version = info.ETag
		return err
	})
	if !isChanged(err) {
		return version, err
	}
	// The answer to a first try may have been lost: then it is our own file that
	// stands there.
	if o, err := s.ask(ctx, p.Path); err == nil && o.mark == p.mark() {
		return o.version, nil
	}
	return "", refuse("%s was changed by someone else while this ran; run this again to see what stands there", s.prefix+p.Path)
}

// over makes an upload fail if something else than version stands there, where the
// store can do that.
func (s *store) over(opts *minio.PutObjectOptions, version string) {
	switch {
	case !s.conditional:
	case version == "":
		opts.SetMatchETagExcept("*")
	default:
		opts.SetMatchETag(version)
	}
}

// allowed is how long an upload may take on a slow line.
func allowed(size int64) time.Duration {
	const slowest = 10_000 // bytes a second
	return time.Minute + time.Duration(size/slowest)*time.Second
}

func (s *store) remove(ctx context.Context, path string) error {
	return s.try(ctx, time.Minute, func(ctx context.Context) error {
		return s.client.RemoveObject(ctx, s.bucket, s.prefix+path, minio.RemoveObjectOptions{})
	})
}

// ledger returns the ledger, an empty one if there is none.
func (s *store) ledger(ctx context.Context) (*ledger, error) {
	var data []byte
	var version string
	err := s.try(ctx, time.Minute, func(ctx context.Context) error {
		r, info, _, err := minio.Core{Client: s.client}.GetObject(ctx, s.bucket, s.prefix+ledgerName, minio.GetObjectOptions{})
		if err != nil {
			return err
		}
		defer r.Close()
		version = info.ETag
		data, err = io.ReadAll(r)
		return err
	})
	if answered(err).Code == minio.NoSuchKey {
		return &ledger{}, nil
	}
	if err != nil {
		return nil, err
	}
	l, err := parseLedger(data)
	if err != nil {
		return &ledger{version: version}, refuse("%s%s is no list of this program: %v", s, ledgerName, err)
	}
	l.version = version
	return l, nil
}

// errOvertaken says that another deploy wrote the ledger.
var errOvertaken = errors.New("another deploy to the same place has begun")

// keep writes the ledger over its version, and returns the new one.
func (s *store) keep(ctx context.Context, l *ledger) (version string, err error) {
	version, err = s.write(ctx, l, func(opts *minio.PutObjectOptions) { s.over(opts, l.version) })
	if !isChanged(err) {
		return version, err
	}
	if there, err := s.ledger(ctx); err == nil && there.Run == l.Run {
		return there.version, nil
	}
	return "", errOvertaken
}

// write writes the ledger on a condition, and returns its version.
func (s *store) write(ctx context.Context, l *ledger, condition func(*minio.PutObjectOptions)) (version string, err error) {
	data := l.bytes()
	opts := minio.PutObjectOptions{ContentType: "application/json", CacheControl: "no-store",
		SendContentMd5: true, DisableMultipart: true, DisableContentSha256: true}
	condition(&opts)
	err = s.try(ctx, allowed(int64(len(data))), func(ctx context.Context) error {
		info, err := s.client.PutObject(ctx, s.bucket, s.prefix+ledgerName, bytes.NewReader(data), int64(len(data)), opts)
		version = info.ETag
		return err
	})
	return version, err
}

// probe finds out whether the store minds conditions: it must not write a ledger where
// there is one, if told so.
func (s *store) probe(ctx context.Context, l *ledger) (*ledger, error) {
	version, err := s.write(ctx, l, func(opts *minio.PutObjectOptions) { opts.SetMatchETagExcept("*") })
	next := *l
	switch {
	case isChanged(err):
		return l, nil
	case err == nil:
		next.version = version
	case answered(err).Code != minio.NotImplemented:
		return nil, err
	}
	s.conditional = false
	s.said(fmt.Sprintf("%s does not write on conditions: make sure that only one deploy runs at a time", s.client.EndpointURL().Host))
	return &next, nil
}

// A wire notes what the store's answers say of its clock, and that it was reached.
type wire struct {
	base    http.RoundTripper
	reached atomic.Bool
	ahead   atomic.Int64 // the store's clock before ours, in seconds
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := w.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	w.reached.Store(true)
	if t, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		w.ahead.Store(int64(time.Until(t).Seconds()))
	}
	return res, nil
}
