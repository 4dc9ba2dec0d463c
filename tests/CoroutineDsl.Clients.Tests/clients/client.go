// Go's net/http: go run client.go PORT ENCRYPTED_PORT CERTIFICATE. Prints "ok" when every answer was right.
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"strings"
	"sync"
	"time"
)

func check(what, expected any) {
	if fmt.Sprint(what) != fmt.Sprint(expected) {
		panic(fmt.Sprintf("%.100v instead of %.100v", what, expected))
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func text(client *http.Client, request *http.Request) (*http.Response, string) {
	answer := must(client.Do(request))
	defer answer.Body.Close()
	return answer, string(must(io.ReadAll(answer.Body)))
}

// hides what it is, so that the body goes out in chunks
type plain struct{ io.Reader }

func talk(root string, client *http.Client) {
	var all sync.WaitGroup
	for i := 0; i < 200; i++ {
		all.Add(1)
		go func(i int) {
			defer all.Done()
			_, body := text(client, must(http.NewRequest("GET", fmt.Sprintf("%s/hello?%d", root, i), nil)))
			check(body, fmt.Sprintf("hello %d\n", i))
		}(i)
	}
	all.Wait()

	reused := 0
	for i := 0; i < 20; i++ {
		request := must(http.NewRequest("GET", root+"/hello", nil))
		trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
			if info.Reused {
				reused++
			}
		}}
		text(client, request.WithContext(httptrace.WithClientTrace(request.Context(), trace)))
	}
	check(reused, 20)

	answer, body := text(client, must(http.NewRequest("GET", root+"/pieces", nil)))
	check(body, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n")
	check(answer.Trailer.Get("X-Sum"), "55")

	large := strings.Repeat("ü", 100_000)
	_, body = text(client, must(http.NewRequest("POST", root+"/echo", strings.NewReader(large))))
	check(body, large)
	request := must(http.NewRequest("PUT", root+"/echo", strings.NewReader(large)))
	request.Header.Set("Expect", "100-continue")
	told := false
	trace := &httptrace.ClientTrace{Got100Continue: func() { told = true }}
	_, body = text(client, request.WithContext(httptrace.WithClientTrace(request.Context(), trace)))
	check(body, large)
	check(told, true)
	request = must(http.NewRequest("POST", root+"/echo", plain{strings.NewReader(large)}))
	request.Trailer = http.Header{"X-A": {"b"}}
	answer, body = text(client, request)
	check(body, large)
	check(answer.Header.Get("X-Trailers"), "X-A=b")

	answer, _ = text(client, must(http.NewRequest("GET", root+"/refused", nil)))
	check(answer.StatusCode, 403)
	answer, body = text(client, must(http.NewRequest("HEAD", root+"/file.bin", nil)))
	check(fmt.Sprint(answer.ContentLength, len(body)), "1000000 0")
	request = must(http.NewRequest("GET", root+"/file.bin", nil))
	request.Header.Set("Range", "bytes=250-252")
	answer, body = text(client, request)
	check(fmt.Sprint(answer.StatusCode, []byte(body)), "206 [250 0 1]")
	_, body = text(client, must(http.NewRequest("GET", root+"/large", nil)))
	check(len(body), 160*65536)
	left := must(client.Get(root + "/large"))
	must(io.ReadFull(left.Body, make([]byte, 10)))
	left.Body.Close()
	check(bytes.Contains([]byte(must(client.Get(root + "/hello")).Status), []byte("200")), true)
	client.CloseIdleConnections()
}

func main() {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(must(os.ReadFile(os.Args[3]))) {
		panic("no certificate")
	}
	for _, root := range []string{"http://127.0.0.1:" + os.Args[1], "https://localhost:" + os.Args[2]} {
		transport := &http.Transport{MaxIdleConnsPerHost: 10, MaxConnsPerHost: 10, ExpectContinueTimeout: time.Minute, TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}
		talk(root, &http.Client{Transport: transport, Timeout: time.Minute})
	}
	fmt.Println("ok")
}
