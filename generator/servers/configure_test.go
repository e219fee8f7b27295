//go:build servers

package servers

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// What stands around our own configuration: the least that a server needs, and what its
// package sets that could be in our way.

// placed returns one of the files beside the site, with the lines changed that a person
// changes.
func (st *stand) placed(name string) string {
	text := st.site.beside(name)
	for _, change := range [][2]string{
		{"/var/www/iopguide/", st.site.dir + "/"}, {"/var/www/iopguide", st.site.dir},
		{"/var/log/nginx/", st.dir + "/"}, {"/var/log/apache2/", st.dir + "/"},
		{"/var/log/lighttpd/", st.dir + "/"}, {"/var/log/caddy/", st.dir + "/"},
	} {
		text = strings.ReplaceAll(text, change[0], change[1])
	}
	return text
}

// fill fills the names in braces of a configuration.
func (st *stand) fill(text string) string {
	return strings.NewReplacer("{dir}", st.dir, "{www}", st.file("www"), "{work}", work, "{http}", fmt.Sprint(st.http),
		"{https}", fmt.Sprint(st.https)).Replace(text)
}

func nginx(st *stand) (check, run []string) {
	st.write("nginx-http.conf", st.placed("nginx-http.conf"))
	ours, module := st.placed("nginx-server.conf"), ""
	if st.variant == "brotli" {
		ours = strings.Replace(ours, "# brotli_static on;", "brotli_static on;", 1)
		module = "load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;"
	}
	st.write("nginx-server.conf", ours)
	conf := st.write("nginx.conf", st.fill(module+`
daemon off;
pid {dir}/pid;
error_log {dir}/error.log;
worker_processes 1;
events { worker_connections 64; }
http {
    include /etc/nginx/mime.types;
    gzip on;
    expires 30d;
    add_header X-Content-Type-Options wrong;
    access_log {dir}/whole.log;
    set_real_ip_from 127.0.0.1;
    real_ip_header X-Real-IP;
    client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3;
    uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
    include {dir}/nginx-http.conf;
    server {
        listen 127.0.0.1:{http};
        listen 127.0.0.1:{https} ssl;
        ssl_certificate {work}/cert.pem;
        ssl_certificate_key {work}/key.pem;
        root {www};
        include {dir}/nginx-server.conf;
    }
}`))
	return []string{"-t", "-c", conf, "-e", st.file("early.log")}, []string{"-c", conf, "-e", st.file("early.log")}
}

// needed are the modules of Apache without which no file can be served; optional those
// that the site wants, and some that are often there and could be in the way.
var (
	needed   = []string{"mpm_event", "authz_core", "mime", "dir", "ssl", "socache_shmcb"}
	optional = []string{"headers", "rewrite", "alias", "setenvif", "env", "expires", "deflate", "filter", "brotli", "negotiation", "autoindex", "remoteip"}
)

// around is Apache's own configuration: what Debian's has that reaches a site, and
// headers, times and compression of another taste.
const around = `
ServerRoot {dir}
ServerName localhost
PidFile {dir}/pid
DefaultRuntimeDir {dir}
ErrorLog {dir}/error.log
Listen 127.0.0.1:{http}
Listen 127.0.0.1:{https}
TypesConfig {dir}/mime.types
<IfModule mod_remoteip.c>
    RemoteIPHeader X-Real-IP
</IfModule>
<IfModule mod_mime.c>
    AddType application/x-gzip .gz .tgz
</IfModule>
<IfModule mod_negotiation.c>
    AddLanguage br .br
    AddLanguage en .en
</IfModule>
<IfModule mod_expires.c>
    ExpiresActive On
    ExpiresDefault "access plus 1 month"
</IfModule>
<IfModule mod_headers.c>
    Header set X-Content-Type-Options wrong
</IfModule>
<IfModule mod_deflate.c>
    AddOutputFilterByType DEFLATE text/html text/css
</IfModule>
<Directory />
    AllowOverride None
    Require all denied
    Options SymLinksIfOwnerMatch
</Directory>
<Directory {www}>
    Require all granted
    Options Indexes FollowSymLinks
</Directory>
<FilesMatch "^\.ht">
    Require all denied
</FilesMatch>
`

// tlsOn turns https on.
const tlsOn = `
SSLEngine on
SSLCertificateFile {work}/cert.pem
SSLCertificateKeyFile {work}/key.pem
`

func apache(st *stand) (check, run []string) {
	st.write("mime.types", "text/html html htm\ntext/css css\ntext/javascript js\napplication/x-old json\n")
	var b strings.Builder
	for _, m := range st.modules() {
		fmt.Fprintf(&b, "LoadModule %s_module /usr/lib/apache2/modules/mod_%[1]s.so\n", m)
	}
	if os.Geteuid() == 0 {
		b.WriteString("User www-data\nGroup www-data\n")
	}
	b.WriteString(around)
	site := st.apacheSite()
	fmt.Fprintf(&b, "<VirtualHost 127.0.0.1:{http}>\n%s</VirtualHost>\n", site)
	fmt.Fprintf(&b, "<VirtualHost 127.0.0.1:{https}>%s%s</VirtualHost>\n", tlsOn, site)
	conf := st.write("httpd.conf", st.fill(b.String()))
	return []string{"-t", "-f", conf}, []string{"-D", "FOREGROUND", "-f", conf}
}

// modules returns the modules of Apache that are loaded.
func (st *stand) modules() []string {
	switch {
	case !st.bare:
		return slices.Concat(needed, optional)
	case st.site.path != "/":
		return append(slices.Clone(needed), "alias") // something must bring the site to its path
	}
	return needed
}

// apacheSite returns what a person writes into the block of their website.
func (st *stand) apacheSite() string {
	if st.variant == "config" {
		include := "Include " + st.write("apache.conf", st.placed("apache.conf")) + "\n"
		if st.site.path == "/" {
			return include
		}
		return "DocumentRoot {www}\n" + include
	}
	dir := st.site.dir
	rights := "<Directory " + dir + ">\nRequire all granted\nAllowOverride FileInfo\nOptions Indexes FollowSymLinks MultiViews\n</Directory>\n"
	if st.site.path == "/" {
		return "DocumentRoot " + dir + "\n" + rights
	}
	return "DocumentRoot {www}\nAlias " + strings.TrimSuffix(st.site.path, "/") + " " + dir + "\n" + rights
}

func caddy(st *stand) (check, run []string) {
	text := st.placed("caddy.conf")
	st.write("caddy.conf", text)
	_, log, _ := strings.Cut(text, "\n# log {")
	log = "log {" + strings.ReplaceAll(log, "\n# ", "\n")
	block := "\tbind 127.0.0.1\n\troot * {www}\n\timport {dir}/caddy.conf\n" + log + "\n\tfile_server\n"
	conf := st.write("Caddyfile", st.fill("{\n\tadmin off\n\tauto_https off\n\tgrace_period 1s\n\tstorage file_system {dir}/storage\n}\n"+
		"http://127.0.0.1:{http} {\n"+block+"}\n"+
		"https://localhost:{https}, https://guide.example:{https} {\n\ttls {work}/cert.pem {work}/key.pem\n"+block+"}\n"))
	return []string{"validate", "--adapter", "caddyfile", "--config", conf}, []string{"run", "--adapter", "caddyfile", "--config", conf}
}

func lighttpd(st *stand) (check, run []string) {
	text := st.placed("lighttpd.conf")
	if st.variant == "deflate" {
		text = strings.Replace(text, `# server.modules += ( "mod_deflate" )`, `server.modules += ( "mod_deflate" )`, 1)
	}
	ours := st.write("iopguide.conf", text)
	conf := st.write("lighttpd.conf", st.fill(`
server.modules = ( "mod_indexfile", "mod_access", "mod_alias", "mod_redirect", "mod_accesslog", "mod_dirlisting", "mod_openssl" )
server.document-root = "{www}"
server.errorlog = "{dir}/error.log"
server.pid-file = "{dir}/pid"
server.bind = "127.0.0.1"
server.port = {http}
server.http-parseopts = ( "header-strict" => "enable", "url-normalize-unreserved" => "enable", "url-normalize-required" => "enable",
	"url-ctrls-reject" => "enable", "url-path-2f-decode" => "enable", "url-path-dotseg-remove" => "enable" )
dir-listing.activate = "enable"
accesslog.filename = "{dir}/whole.log"
$SERVER["socket"] == "127.0.0.1:{https}" { ssl.engine = "enable" ssl.pemfile = "{work}/both.pem" }
include "`+ours+`"
`))
	return []string{"-tt", "-f", conf}, []string{"-D", "-f", conf}
}
