use std::time::Instant;
use ucwa_model::*;
fn t(name:&str, f: Format, s:&str){
    let a=Instant::now();
    let r=Document::decode(&Decoder::new(f).lenient(), s.as_bytes()).map(|_|()).map_err(|e|e.to_string());
    let d=a.elapsed();
    let b=Instant::now();
    let r2=Events::recover(&Decoder::new(f).lenient(), s.as_bytes());
    println!("{name}: {} bytes doc {:?} {r:?}; events {:?} n={} fault={:?}", s.len(), d, b.elapsed(), r2.events.iter().count(), r2.fault.map(|e|e.to_string()));
}
fn main(){
    for n in [2,6,8,10,12,14,16]{
        let s="{\"_embedded\":{\"message\":".repeat(n)+"{}"+&"},\"rel\":\"x\"}".repeat(n);
        t(&format!("guess json {n}"),Format::Json,&s);
        let body=|i:&str|format!("{i}<property name=\"rel\">x</property></resource>");
        let mut x=String::new();
        for _ in 0..n { x = body(&format!("<resource rel=\"message\" href=\"a\">{x}")); }
        let x=x.replacen("<resource","<resource xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"",1);
        t(&format!("guess xml {n}"),Format::Xml,&x);
    }
    for n in [2000,4000,8000,16000,32000]{
        t(&format!("json unclosed {n}"),Format::Json,&("{\"sender\":[{\"rel\":\"a\",\"href\":\"b\",\"events\":[".to_string()+&"[{\"type\":\"a\"},".repeat(n)));
        let h="<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"a\" href=\"b\">";
        t(&format!("xml cdata {n}"),Format::Xml,&(h.to_string()+&"<added><![CDATA[".repeat(n)));
        t(&format!("xml pi {n}"),Format::Xml,&(h.to_string()+&"<added><?a ".repeat(n)));
        t(&format!("xml pi2 {n}"),Format::Xml,&(h.to_string()+&"<added/><?a ".repeat(n)));
        t(&format!("xml comment {n}"),Format::Xml,&(h.to_string()+&"<added><!- -".repeat(n)));
        t(&format!("xml attr {n}"),Format::Xml,&(h.to_string()+&"<added a=\"".repeat(n)));
        t(&format!("xml unclosed {n}"),Format::Xml,&(h.to_string()+&"<added>".repeat(n)));
        t(&format!("xml unclosed2 {n}"),Format::Xml,&(h.to_string()+&"<added><x/>".repeat(n)));
        t(&format!("xml unclosed3 {n}"),Format::Xml,&(h.to_string()+&"<added>".repeat(3)+&"<started/>".repeat(n)));
        let decl: String=(0..n.min(60)).map(|i|format!(" xmlns:a{i}=\"b\"")).collect();
        let mut s=h.to_string(); for _ in 0..50 {s+=&format!("<x{decl}>");} s+=&"<y/>".repeat(n);
        t(&format!("xml decl {n}"),Format::Xml,&s);
    }
}
